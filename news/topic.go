package news

import (
	"embed"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// A Topic is a subject that digests can follow. A term is matched without regard
// to case or width: Latin terms as whole words, or as beginnings of words when they
// end in an asterisk; Chinese terms anywhere.
type Topic struct {
	Name   string            `yaml:"name"`   // as moderators and the store know it
	Title  map[string]string `yaml:"title"`  // for people, by BCP 47 tag: en, zh-CN, zh-TW
	Must   [][]string        `yaml:"must"`   // an item has a term of every one of these lists
	Should []string          `yaml:"should"` // and is the more relevant the more it has of these
	Not    []string          `yaml:"not"`    // and has none of these
	Feeds  []Feed            `yaml:"-"`      // suggested sources; off until first fetched with success
}

//go:embed data/topics.yaml data/feeds.yaml data/concepts.yaml
var data embed.FS

// Presets returns the topics that come with Magpie, with their suggested feeds.
// The addresses were taken from public lists of feeds in 2026.
func Presets() ([]Topic, error) {
	var topics []Topic
	if err := decode("data/topics.yaml", &topics); err != nil {
		return nil, err
	}
	var feeds []struct {
		URL, Title, Lang, Zone string
		Outlet                 Outlet
		Topics                 []string
	}
	if err := decode("data/feeds.yaml", &feeds); err != nil {
		return nil, err
	}
	for _, f := range feeds {
		for _, name := range f.Topics {
			i := slices.IndexFunc(topics, func(t Topic) bool { return t.Name == name })
			if i < 0 {
				return nil, fmt.Errorf("feed %s: no topic %q", f.URL, name)
			}
			topics[i].Feeds = append(topics[i].Feeds,
				Feed{URL: f.URL, Title: f.Title, Lang: f.Lang, Zone: f.Zone, Outlet: f.Outlet})
		}
	}
	return topics, nil
}

func decode(name string, into any) error {
	f, err := data.Open(name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}
