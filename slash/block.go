package slash

// A Block is one part of a reply, shown below the one before it.
type Block interface{ block() }

// Text is formatted text.
type Text struct{ Body Content }

// A Section is text with a button or a picture beside it; set one of them.
type Section struct {
	Body    Content
	Button  *Button
	Picture *Image
}

// An Image is a picture: a file of the reply, or one on the web.
type Image struct {
	Name string // of a picture in Data, "quiz.png"
	Data []byte
	URL  string // https, when there is no Data
	Alt  string // what the picture says; the text says it first
}

// A File is a file to download.
type File struct {
	Name string
	Data []byte
}

// A Divider is a line between blocks.
type Divider struct{}

// A Row is up to five buttons; more than three do not fit a phone.
type Row struct{ Buttons []Button }

// A Menu lets people choose; an [Action] makes it.
type Menu struct {
	ID       string
	Hint     string // shown while nothing is chosen, at most 150 characters
	Of       MenuKind
	Kinds    []ChannelKind // ChannelMenu: which channels; empty: all
	Choices  []Choice      // ChoiceMenu
	Chosen   []string      // ChannelMenu, RoleMenu, PersonMenu: ids chosen already
	Min, Max int           // how many may be chosen; Max 0 is 1
}

// A MenuKind is what a menu chooses from.
type MenuKind string

// The kinds of menu.
const (
	ChoiceMenu  MenuKind = "choice"
	ChannelMenu MenuKind = "channel"
	RoleMenu    MenuKind = "role"
	PersonMenu  MenuKind = "person"
)

func (Text) block()    {}
func (Section) block() {}
func (Image) block()   {}
func (File) block()    {}
func (Divider) block() {}
func (Row) block()     {}
func (Menu) block()    {}

// A Button is pressed, or leads to a web address.
type Button struct {
	Label string // at most 38 characters are seen on a phone
	ID    string // an [Action] makes it
	URL   string // https, instead of ID
	Style Style
	Off   bool // shown, but cannot be pressed
}

// A Style is how important a button looks.
type Style string

// The styles of a button.
const (
	Quiet  Style = ""
	Main   Style = "main"
	Good   Style = "good"
	Danger Style = "danger"
)

// With returns the button in a style.
func (b Button) With(s Style) Button {
	b.Style = s
	return b
}

// When returns the button switched off unless on.
func (b Button) When(on bool) Button {
	b.Off = !on
	return b
}

// A Form is asked in a window; an [Action] makes it and serves what is sent.
type Form struct {
	ID     string
	Title  string // at most 45 characters
	Fields []Field
}

// A FieldKind is how a field is filled in.
type FieldKind string

// The kinds of field.
const (
	LineField    FieldKind = "line"
	LongField    FieldKind = "long"
	ChoiceField  FieldKind = "choice"
	ChannelField FieldKind = "channel"
	RoleField    FieldKind = "role"
	FileField    FieldKind = "file"
)

// A Field is one question of a form.
type Field struct {
	Name     string
	Label    string // at most 45 characters
	About    string // at most 100 characters
	Kind     FieldKind
	Value    string   // filled in already
	Choices  []Choice // ChoiceField
	Kinds    []ChannelKind
	Optional bool
	Min, Max int // characters of a text, or how many may be chosen
}
