// Package slash says what a command is: a function from a typed input to a
// [Reply]. It knows nothing of Discord, of words or of storage.
//
// A [Feature] holds commands and the actions behind their buttons, menus and
// forms. A handler receives a [Call], which says who asked and speaks their
// language, and a struct whose tags declare the options:
//
//	type openIn struct {
//		Name string `slash:"name,suggest,optional,max=32"`
//	}
//
//	func (g *guide) open(ctx context.Context, c *slash.Call, in openIn) (slash.Reply, error)
//
// An [Action] is both ends of a custom id: it makes the button and serves the press.
//
// Make a [Router] of features with [NewRouter], which refuses every mistake that
// can be found at start, and hand it what people do:
//
//	router.Serve(ctx, event, responder)
//
// Text is typed. A string becomes [Plain] text and is shown as it is; [Markup] is
// made of a catalogue's words ([Voice.T]) or of authored text ([Parse]) only.
package slash
