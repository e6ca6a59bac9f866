package commands

import (
	"context"

	"magpie/slash"
)

// editors is an action for those who may write guides, one more of the feature's.
func editors[A any](g *Content, name string, run func(context.Context, *slash.Call, A) (slash.Reply, error)) *slash.Action[A] {
	action := &slash.Action[A]{Name: "content." + name, Run: forEditors(g, run)}
	g.actions = append(g.actions, action)
	return action
}

// forEditors lets only those in who may write guides by now, whoever they were when they were shown the button. What others
// have typed is handed back to them.
func forEditors[A any](g *Content, run func(context.Context, *slash.Call, A) (slash.Reply, error)) func(context.Context, *slash.Call, A) (slash.Reply, error) {
	return func(ctx context.Context, c *slash.Call, in A) (slash.Reply, error) {
		may, err := g.mayEdit(ctx, c)
		if err != nil {
			return slash.Reply{}, err
		}
		if may {
			return run(ctx, c, in)
		}
		if typed, ok := any(in).(interface{ typed() string }); ok {
			return handedBack(typed, slash.Bold(c.T("content.not_allowed", c.PermissionNames(slash.ManageServer))), c.T("content.handed_back")), nil
		}
		return slash.Reply{}, c.Sorry(c.T("content.not_allowed", c.PermissionNames(slash.ManageServer)), c.T("safe.nothing_changed"), slash.Try("guide"))
	}
}

// handedBack says something and gives what was typed back as a file.
func handedBack(form interface{ typed() string }, said ...slash.Content) slash.Reply {
	return slash.Say(said...).With(slash.File{Name: "my-text.md", Data: []byte(form.typed() + "\n")}).As(slash.Anew)
}

// mayEdit reports whether the caller may write guides in their server.
func (g *Content) mayEdit(ctx context.Context, c *slash.Call) (bool, error) {
	if c.Place.Direct() {
		return false, nil
	}
	server, err := serverOf(ctx, c, g.Settings)
	if err != nil {
		return false, err
	}
	return c.Person.May.Has(slash.ManageServer) || server.ContentRole != "" && c.Person.Has(server.ContentRole), nil
}
