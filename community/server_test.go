package community_test

import (
	"testing"

	"magpie/community"
)

func TestCheckLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		langs []string
		want  bool
	}{
		{[]string{"en"}, true},
		{[]string{"zh-TW"}, true},
		{[]string{"en", "zh-CN"}, true},
		{[]string{"zh-TW", "en"}, true},
		{nil, false},
		{[]string{""}, false},
		{[]string{"fr"}, false},
		{[]string{"en", "en"}, false},
		{[]string{"zh-CN", "zh-TW"}, false},
		{[]string{"en", "fr"}, false},
		{[]string{"en", "zh-CN", "zh-TW"}, false},
	} {
		if err := community.CheckLanguages(c.langs); (err == nil) != c.want {
			t.Errorf("%q: %v", c.langs, err)
		}
	}
}

func TestLocation(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{"": "UTC", "Asia/Taipei": "Asia/Taipei", "Nowhere/At_All": "UTC"} {
		if got := (community.Server{Zone: zone}).Location(); got.String() != want {
			t.Errorf("zone %q is %s, want %s", zone, got, want)
		}
	}
	if err := community.CheckLanguages(community.NewServer("1").Languages); err != nil {
		t.Error(err)
	}
}
