package news

import (
	"cmp"
	_ "embed"
	"net/url"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed data/outlets.yaml
var outletData []byte

// An outletEntry is a publisher whose kind is known.
type outletEntry struct {
	Names []string // as feeds write them
	Hosts []string // those below them are meant too; of two that fit, the longer
	Kind  Outlet
}

// outletTable are the publishers that Magpie knows.
type outletTable struct {
	names map[string]Outlet // folded
	hosts map[string]Outlet
}

// knownOutlets is the table that comes with Magpie.
var knownOutlets = sync.OnceValue(func() outletTable {
	var all []outletEntry
	if err := yaml.Unmarshal(outletData, &all); err != nil {
		panic("read data/outlets.yaml: " + err.Error()) // unreachable: a test reads it
	}
	t := outletTable{names: map[string]Outlet{}, hosts: map[string]Outlet{}}
	for _, o := range all {
		for _, name := range o.Names {
			t.names[fold(name)] = o.Kind
		}
		for _, host := range o.Hosts {
			t.hosts[strings.ToLower(host)] = o.Kind
		}
	}
	return t
})

// OutletOf is what kind of outlet an item comes from, by the host of its address or else
// by the name of its publisher, as aggregators give it. It is [UnknownOutlet] for most.
func OutletOf(publisher, link string) Outlet {
	if kind := hostOutlet(link); kind != UnknownOutlet {
		return kind
	}
	return knownOutlets().names[fold(strings.TrimSpace(publisher))]
}

// hostOutlet is the kind of outlet that an address belongs to, as far as it is known.
func hostOutlet(link string) Outlet {
	for host := hostOf(link); strings.Contains(host, "."); _, host, _ = strings.Cut(host, ".") {
		if kind, ok := knownOutlets().hosts[host]; ok {
			return kind
		}
	}
	return UnknownOutlet
}

// outletOf is the kind of outlet of an item. What its feed was said to be counts for what
// stands on the feed's own site, but not for what an aggregator found elsewhere.
func outletOf(it Item) Outlet {
	own := hostOf(it.Link) == hostOf(it.Feed) && it.Outlet != UnknownOutlet
	if kind := hostOutlet(it.Link); kind != UnknownOutlet || own {
		return cmp.Or(kind, it.Outlet)
	}
	return cmp.Or(OutletOf(it.Publisher, it.Link), it.Outlet)
}

func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
