package discordtest

import (
	"net/http"
	"strings"
	"time"
)

func getGateway(c *call) (any, error) {
	return object{"url": c.d.gatewayURL()}, nil
}

func (d *Discord) gatewayURL() string {
	return strings.Replace(d.url, "http://", "ws://", 1) + "/gateway"
}

func getGatewayBot(c *call) (any, error) {
	used := c.d.identifiesToday()
	return object{
		"url": c.d.gatewayURL(), "shards": c.d.config.Shards,
		"session_start_limit": object{
			"total": identifiesPerDay, "remaining": max(0, identifiesPerDay-used),
			"reset_after": (24 * time.Hour).Milliseconds(), "max_concurrency": c.d.config.MaxConcurrency,
		},
	}, nil
}

func getSelf(c *call) (any, error) {
	data := c.d.bot.payload()
	data["verified"], data["mfa_enabled"], data["email"], data["flags"], data["locale"] = true, false, nil, 0, "en-US"
	return data, nil
}

func getUser(c *call) (any, error) {
	u := c.d.users[c.param("user")]
	if u == nil {
		return nil, notFound(codeUnknownUser)
	}
	return u.payload(), nil
}

func openDirect(c *call) (any, error) {
	u := c.d.users[str(c.body, "recipient_id")]
	switch {
	case u == nil:
		return nil, notFound(codeUnknownUser)
	case u.isBot:
		return nil, refuse(400, codeCannotMessage)
	}
	return c.d.direct(u).payload(), nil
}

func listOwnGuilds(c *call) (any, error) {
	list := []object{}
	for _, s := range c.d.servers {
		if s.bot {
			list = append(list, object{
				"id": s.ID, "name": s.Name, "icon": nil, "owner": false, "features": []string{},
				"permissions": s.permissionsIn(c.d.bot, nil).String(),
			})
		}
	}
	return list, nil
}

func getApplication(c *call) (any, error) { return c.d.applicationPayload(), nil }

// serveFile is the CDN.
func (d *Discord) serveFile(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	d.mu.Lock()
	d.note(Entry{Kind: Request, Method: r.Method, Path: r.URL.Path})
	f := d.uploads[parts[max(0, len(parts)-2)]]
	d.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", orDefault(f.Type, "application/octet-stream"))
	_, _ = w.Write(f.Data)
}
