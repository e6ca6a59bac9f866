package phrase

// Direction says whose slang a term is, and so who needs it explained.
type Direction string

// The directions.
const (
	ChineseSlang Direction = "zh" // Chinese slang, explained to everybody
	EnglishSlang Direction = "en" // English slang, explained to everybody
)

// Safety says who may use a term.
type Safety string

// The levels of safety. A term that is not OK says why in [Slang.Caution].
const (
	OK        Safety = "ok"        // among strangers
	Careful   Safety = "careful"   // among friends, or of oneself; others may take it badly
	Sensitive Safety = "sensitive" // touches a subject that hurts or gets posts removed: understand it, leave it to others
	Rude      Safety = "rude"      // an insult or a vulgar word: understand it, never use it
	Adult     Safety = "adult"     // sexual: understand it, never use it
)

var safeties = []Safety{OK, Careful, Sensitive, Rude, Adult}

// Example is a term in use.
type Example struct {
	Text  Wording `yaml:"text"`  // in the language of the term
	Means Wording `yaml:"means"` // the same in the other language
}

// Slang is a term of net language with what a stranger to it must know.
type Slang struct {
	ID        string    `yaml:"id"` // unique in the book
	Direction Direction `yaml:"-"`
	Term      Wording   `yaml:"term"`
	Forms     []string  `yaml:"forms"`   // other ways to write it: yyds, 永远的神; traditional ones too
	Pinyin    string    `yaml:"pinyin"`  // how a Chinese term is said; empty for English and for bare Latin letters
	Meaning   Text      `yaml:"meaning"` // a sentence or two
	Literal   string    `yaml:"literal"` // word by word, in English; may be empty
	Register  Register  `yaml:"register"`
	Safety    Safety    `yaml:"safety"`
	Caution   Text      `yaml:"caution"`  // why it is not OK; empty if it is
	Pair      Wording   `yaml:"pair"`     // what the other culture says; may be empty
	Since     int       `yaml:"since"`    // the year in which it spread; 0 if not known
	Example   Example   `yaml:"example"`  // always there
	Ordinary  bool      `yaml:"ordinary"` // an everyday word too, so that a message which holds it may not mean the slang
	Confirm   bool      `yaml:"confirm"`  // a native speaker should still confirm it
}

// Hidden reports whether the term is explained to those who ask for exactly it and never volunteered,
// be it in a list, a quiz or a phrase of the day.
func (s Slang) Hidden() bool { return s.Safety == Rude || s.Safety == Adult }

// spellings returns every way in which the term is written.
func (s Slang) spellings() []string {
	all := []string{s.Term.Simplified}
	if s.Term.Traditional != s.Term.Simplified {
		all = append(all, s.Term.Traditional)
	}
	return append(all, s.Forms...)
}
