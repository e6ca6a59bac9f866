// Package commands is what people can do with Magpie, and what Magpie does by
// itself: one file a feature, or one prefix where a feature has grown.
//
// A feature is a function that takes what it needs and returns a [slash.Feature],
// or a job's function that returns a schedule.Job. What it needs of the store it
// declares above itself as an interface. Its words are in locales/, its commands'
// names under "command.<name>", everything else under "<feature>.<thing>".
//
// Whatever a custom id, an option or a form names is looked up again and checked
// to belong to the caller's server before it is used.
package commands
