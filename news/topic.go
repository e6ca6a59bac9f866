package news

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Topic is a subject that digests can follow: one that comes with Magpie, or a server's
// own. A term is matched without regard to case, width and Chinese script: Latin terms as
// whole words, or as beginnings of words when they end in an asterisk; Chinese terms
// anywhere. A term such as "@tiktok" is a [Concept], by whatever name.
type Topic struct {
	Name     string            `yaml:"name"`     // as the store knows it; a server's own begins with [OwnTopic]
	Title    map[string]string `yaml:"title"`    // for people, by BCP 47 tag: en, zh-CN, zh-TW; under "" for all others
	Must     [][]string        `yaml:"must"`     // an item has a term of every one of these lists
	Should   []string          `yaml:"should"`   // and is the more relevant the more it has of these
	Against  []string          `yaml:"against"`  // and the less the more of these; only topics that come with Magpie have any
	Despite  []string          `yaml:"despite"`  // unless its title has one of these; only topics that come with Magpie have any
	Not      []string          `yaml:"not"`      // and has none of these
	Patterns []string          `yaml:"patterns"` // one of these, if there are any, and none that begins with "!"; see [CheckTopic]
	Feeds    []Feed            `yaml:"-"`        // suggested sources; off until first fetched with success

	Server  string    `yaml:"-"` // whose own it is; empty: it comes with Magpie
	AddedBy string    `yaml:"-"` // person id
	AddedAt time.Time `yaml:"-"`
}

// OwnTopic begins the names of the topics that servers made themselves.
const OwnTopic = "own-"

// MaxOwnTopics is how many topics of its own a server can have.
const MaxOwnTopics = 10

// ErrTooManyTopics is wrapped where more than [MaxOwnTopics] would be kept.
var ErrTooManyTopics = errors.New("too many topics")

// PausedForTopics is why Magpie pauses a digest whose last topic was removed.
const PausedForTopics = "topics"

// TitleIn is what people who read a language call the topic.
func (t Topic) TitleIn(lang string) string { return cmp.Or(t.Title[lang], t.Title[""], t.Name) }

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

// ReadTopic reads one topic in YAML. One without a title is called by its name.
func ReadTopic(r io.Reader) (Topic, error) {
	var t Topic
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	if err := d.Decode(&t); err != nil {
		return t, fmt.Errorf("read topic: %w", err)
	}
	t.Name = cmp.Or(t.Name, "topic")
	if len(t.Title) == 0 {
		t.Title = map[string]string{"": t.Name}
	}
	return t, nil
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
