package community

// A Person is what someone chose for themselves, everywhere.
type Person struct {
	ID       string
	Language string // BCP 47 tag; empty: follow the Discord client
	Plain    bool   // no pictures, no decoration, one thing a message
}
