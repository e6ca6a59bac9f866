package bot

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/slash"
)

// Whatever is of an unknown type does no harm to what is known.
func TestDecode(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	nobody := slash.Found{
		Channels: map[string]slash.ChannelInfo{}, Roles: map[string]slash.RoleInfo{},
		People: map[string]slash.Person{}, Attachments: map[string]slash.Attachment{},
	}
	tests := []struct {
		name, json string
		want       slash.Event
	}{
		{
			"form", `{"id":"1","type":5,"channel_id":"5","locale":"zh-TW","user":{"id":"2","username":"ana","global_name":null},
				"data":{"custom_id":"a","components":[
					{"type":18,"component":{"type":22,"custom_id":"checked","values":["x","y"]}},
					{"type":18,"component":{"type":23,"custom_id":"yes","value":true}},
					{"type":99,"component":{"type":99,"custom_id":7,"value":{"deep":[1]}}},
					{"type":1,"components":[{"type":4,"custom_id":"text","value":"hi"}]}]}}`,
			slash.Event{
				ID: "1", At: now, Kind: slash.Submitted, Custom: "a", Found: nobody,
				Input:  map[string][]string{"checked": {"x", "y"}, "yes": {"true"}, "text": {"hi"}},
				Person: slash.Person{ID: "2", Name: "ana", Locale: "zh-TW"}, Place: slash.Place{Channel: "5"},
			},
		},
		{
			"press in a thread", `{"id":"1","type":3,"guild_id":"9","guild_locale":"zh-CN","channel_id":"5","channel":{"type":11},"app_permissions":"2048",
				"member":{"user":{"id":"2","username":"ana"},"nick":"Ana","roles":["8"],"permissions":"32"},
				"message":{"id":"6","author":{"username":"magpie"},"flags":64,"components":[{"type":10,"content":"Hello"},{"type":99,"components":7}]},
				"data":{"component_type":99,"custom_id":"a","values":["v"]}}`,
			slash.Event{
				ID: "1", At: now, Kind: slash.Pressed, Custom: "a", Found: nobody, Input: map[string][]string{"": {"v"}},
				Message: &slash.Message{ID: "6", Channel: "5", Author: "magpie", Text: "Hello", Private: true},
				Person:  slash.Person{ID: "2", Name: "Ana", Roles: []string{"8"}, May: slash.ManageServer},
				Place:   slash.Place{Server: "9", Channel: "5", Thread: true, Locale: "zh-CN", Bot: slash.SendMessages},
			},
		},
		{
			"half a command", `{"id":"1","type":4,"user":{"id":"2"},"data":{"type":1,"name":"digest","options":[{"type":1,"name":"create","options":[
				{"type":3,"name":"zone","value":"Asia","focused":true},{"type":4,"name":"items","value":7}]}]}}`,
			slash.Event{
				ID: "1", At: now, Kind: slash.Completed, Command: "digest create", Focus: "zone", Found: nobody,
				Input: map[string][]string{"zone": {"Asia"}, "items": {"7"}}, Person: slash.Person{ID: "2"},
			},
		},
	}
	for _, test := range tests {
		var i interaction
		var odd *json.UnmarshalTypeError
		if err := json.Unmarshal([]byte(test.json), &i); err != nil && !errors.As(err, &odd) {
			t.Errorf("%s: %v", test.name, err)
		}
		got, err := i.event(now, &names{})
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.name, err, diff)
		}
	}
	for _, data := range []string{`{"type":2}`, `{"type":9,"user":{"id":"1"}}`} {
		var i interaction
		if err := json.Unmarshal([]byte(data), &i); err != nil {
			t.Fatal(err)
		}
		if _, err := i.event(now, &names{}); err == nil {
			t.Errorf("%s is an event", data)
		}
	}
}
