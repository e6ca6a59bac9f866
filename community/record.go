package community

// A Record is everything of one kind that is stored about a person.
type Record struct {
	Kind  string // words for it are "privacy.kind.<kind>"
	Count int
	Data  any // as it is exported, in JSON
}
