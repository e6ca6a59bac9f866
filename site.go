package main

import (
	"context"
	"fmt"
	"net"

	"magpie/web"
)

// newSite makes the public pages, for people who reach them where c says.
func (h *house) newSite(c Config) (*web.Site, error) {
	base, err := c.pages()
	if err != nil {
		return nil, err
	}
	return web.NewSite(h.log, web.SiteOptions{
		Base: base, Words: h.words, Guides: library, Digests: h.store, Now: h.clock.Now, Source: c.Source, Contact: c.Contact,
	})
}

// servePages listens for the public pages, if there are any, and returns what serves
// them until ctx ends.
func (h *house) servePages(ctx context.Context, c Config) (serve func(), err error) {
	if c.Pages == "" || c.PagesListen == "off" {
		return func() {}, nil
	}
	site, err := h.newSite(c)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", c.PagesListen)
	if err != nil {
		return nil, fmt.Errorf("listen for the public pages; MAGPIE_PAGES_LISTEN says where: %w", err)
	}
	h.log.Info("the public pages are served", "on", l.Addr().String(), "as", c.pagesAddress())
	return func() {
		if err := web.Serve(ctx, h.log, l, site); err != nil {
			h.log.Error("serve the public pages", "error", err)
		}
	}, nil
}
