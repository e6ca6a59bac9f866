package news

// A Concept is a thing that the news is about, by whatever name: TikTok, the Supreme
// Court, a ban.
type Concept struct {
	ID          string   `yaml:"id"`
	Kind        string   `yaml:"kind"`
	English     []string `yaml:"en"`
	Simplified  []string `yaml:"zh-CN"`
	Traditional []string `yaml:"zh-TW"`
	Near        []string `yaml:"near"` // terms of which the text must have one, for names that mean other things too
}

// Concepts finds concepts in texts. Make it with [LoadConcepts].
type Concepts struct {
	all []Concept
}

// LoadConcepts returns the concepts that come with Magpie.
func LoadConcepts() (*Concepts, error) {
	var all []Concept
	if err := decode("data/concepts.yaml", &all); err != nil {
		return nil, err
	}
	return &Concepts{all: all}, nil
}

// A Mention is a place in a text, as bytes of the folded text, that names a concept.
type Mention struct {
	Concept    string // its ID
	Start, End int
}

// Find returns the concepts that a folded text names, in order.
func (c *Concepts) Find(text string) []Mention { return nil }
