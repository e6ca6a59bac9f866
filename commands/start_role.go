package commands

import (
	"context"

	"magpie/community"
	"magpie/slash"
)

// role is the server's role for those who finished their path, "" if there is none or
// the caller has it.
func (s *startFeature) role(ctx context.Context, c *slash.Call) (string, error) {
	if c.Place.Direct() {
		return "", nil
	}
	server, err := serverOf(ctx, c, s.Servers)
	if err != nil || c.Person.Has(server.FinishRole) {
		return "", err
	}
	return server.FinishRole, nil
}

// giveRole gives the caller, who finished their path, the server's role for that, and
// returns what to tell them; nothing if there is no role to give. That it cannot be given
// is told to moderators once.
func (s *startFeature) giveRole(ctx context.Context, c *slash.Call) (slash.Content, error) {
	role, err := s.role(ctx, c)
	if err != nil || role == "" {
		return nil, err
	}
	given, err := s.Give(ctx, c.Place.Server, c.Person.ID, role)
	if err != nil {
		c.Log.Warn("give the role for a finished path", "error", err)
		return c.T("start.role_later"), nil
	}
	if given {
		return c.T("start.role_given", slash.RoleMention(role)), nil
	}
	return c.T("start.role_refused"), s.Alerts.AddAlert(ctx, community.Alert{
		ID: "finish role " + c.Place.Server + " " + role, Server: c.Place.Server, At: s.Now(), Key: "alert.finish_role",
	})
}

// withReward adds a button that gives the role, for who finished their path elsewhere or
// when it could not be given.
func (s *startFeature) withReward(c *slash.Call, r slash.Reply, role string) slash.Reply {
	return r.With(
		slash.Text{Body: c.T("start.role_waits", slash.RoleMention(role))},
		slash.Row{Buttons: []slash.Button{s.reward.Button(c.Label("start.get_role"), slash.Nothing{}).With(slash.Good)}})
}

// claimRole gives the role to who finished their path, which is looked up again.
func (s *startFeature) claimRole(ctx context.Context, c *slash.Call, w ownPath, _ slash.Nothing) (slash.Reply, error) {
	if !w.Finished() {
		return s.path(ctx, c, w, slash.Nothing{})
	}
	told, err := s.giveRole(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if told == nil {
		told = c.T("start.role_there")
	}
	return slash.Say(told).With(s.back(c)), nil
}
