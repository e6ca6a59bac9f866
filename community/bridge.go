package community

import "time"

// A Question is something that a person does not understand and asks the people of
// a server about.
type Question struct {
	ID       string
	Server   string
	Person   string // who asked; empty once they asked to be forgotten
	Quote    string // what they do not understand
	Want     string // what they would like to know of it; may be empty
	State    QuestionState
	Channel  string // where it is posted; empty for a draft
	Message  string // the post's id; empty until that is known
	At       time.Time
	PostedAt time.Time
	Version  int64 // grows with whatever the post shows
	Shown    int64 // the version that the post shows
}

// A QuestionState is how far a question has come.
type QuestionState string

// The states.
const (
	Draft    QuestionState = "draft"
	Open     QuestionState = "open"
	Closed   QuestionState = "closed"   // by a moderator or the asker; the post no longer shows it
	Unposted QuestionState = "unposted" // could not be posted
)

// Limits of questions and answers. Lengths are in code points.
const (
	MaxQuote      = 500
	MaxWant       = 300
	MaxAnswer     = 500
	MaxAnswers    = 25 // to one question
	QuestionsADay = 5  // of one person
	AnswersADay   = 20 // of one person
)

// An Answer is what somebody said about a question.
type Answer struct {
	ID       string
	Question string
	Person   string
	Text     string
	Credited bool // they agreed to be named
	At       time.Time
	Term     string // the term that it became; empty: none
}
