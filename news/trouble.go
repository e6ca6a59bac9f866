package news

import "fmt"

// A Trouble is why a feed could not be used. Its text is for logs; people are told
// the words for its Problem. It never holds anything of what the server sent.
type Trouble struct {
	Problem Problem
	URL     string // the address that was asked for
	Err     error
}

// Error says which feed is in trouble, and why.
func (t *Trouble) Error() string {
	return fmt.Sprintf("feed %s: %s: %v", t.URL, t.Problem, t.Err)
}

// Unwrap is the cause.
func (t *Trouble) Unwrap() error { return t.Err }
