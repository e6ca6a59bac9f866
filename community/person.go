package community

// A Person is what someone chose for themselves, everywhere.
type Person struct {
	ID       string
	Language string // BCP 47 tag; empty: follow the Discord client
	Script   string // in which they read Chinese: one of [Scripts]; empty: follow their language
	Readings string // how they are shown how Chinese is read: one of [AllReadings]; empty: follow their language
	Sandhi   bool   // readings show tones as they change in speech, not as dictionaries print them
	Plain    bool   // no pictures, no decoration, one thing a message

	Untranslated bool // nobody may have their messages translated by an outside engine
}

// The scripts in which someone reads Chinese.
const (
	SimplifiedScript  = "simplified"
	TraditionalScript = "traditional"
)

// Scripts are all that a [Person] can choose.
var Scripts = []string{SimplifiedScript, TraditionalScript}

// The ways to show how Chinese is read.
const (
	Marks      = "marks"  // pinyin with tone marks
	Zhuyin     = "zhuyin" // 注音
	NoReadings = "none"
)

// AllReadings are all that a [Person] can choose.
var AllReadings = []string{Marks, Zhuyin, NoReadings}
