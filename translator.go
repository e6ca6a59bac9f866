package main

import (
	"net/http"
	"time"

	"magpie/commands"
	"magpie/store"
	"magpie/translate"
)

// translator is who translates messages when somebody asks, nil if nobody does.
func (p *Program) translator(c Config, memory *store.Store, now func() time.Time) commands.Translator {
	engine := p.engine(c)
	if engine == nil {
		return nil
	}
	return &translate.Translator{Engine: engine, Memory: memory, Budget: c.TranslateBudget, Now: now}
}

// engine is what translates, nil if nothing does. It is where the operator says, be that
// a private place.
func (p *Program) engine(c Config) translate.Engine {
	client := &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: p.Dial, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute,
	}}
	switch name, address, _ := c.engine(); name {
	case libreTranslate:
		return translate.NewLibreTranslate(client, address, string(c.TranslateKey))
	case deepL:
		return translate.NewDeepL(client, address, string(c.TranslateKey))
	}
	return nil
}

// engineName is what people call who translates, "" if nobody does.
func (h *house) engineName() string {
	if h.translator == nil {
		return ""
	}
	return h.translator.Name()
}
