package community_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"magpie/community"
)

func TestParseHandle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		platform, typed, name string
		problem               error
	}{
		{"tiktok", "@Alice.b", "Alice.b", nil},
		{"tiktok", " ＠ａｌｉｃｅ ", "alice", nil},
		{"tiktok", "https://www.tiktok.com/@alice.b?lang=en", "alice.b", nil},
		{"tiktok", "tiktok.com/@alice/video/1", "alice", nil},
		{"tiktok", "al\u200bice", "alice", nil},
		{"tiktok", "alice.", "", community.AgainstRule},
		{"tiktok", "аlice", "", community.AgainstRule}, // Cyrillic
		{"tiktok", "a", "", community.AgainstRule},
		{"tiktok", strings.Repeat("a", 25), "", community.AgainstRule},
		{"tiktok", "alice b", "", community.AgainstRule},
		{"tiktok", "__", "", community.AgainstRule},
		{"tiktok", "@", "", community.NoHandle},
		{"tiktok", "https://www.instagram.com/alice", "", community.LinkElsewhere},
		{"tiktok", "https://tiktok.com.evil.example/@alice", "", community.LinkElsewhere},
		{"tiktok", "https://vm.tiktok.com/ZM123/", "", community.LinkElsewhere},
		{"rednote", "94_12.5-x", "94_12.5-x", nil},
		{"rednote", "https://www.xiaohongshu.com/user/profile/5f3", "", community.LinkElsewhere},
		{"instagram", "instagram.com/alice_b/", "alice_b", nil},
		{"youtube", "https://m.youtube.com/@喜鹊-news", "喜鹊-news", nil},
		{"youtube", "-ab", "", community.AgainstRule},
		{"bluesky", "Alice", "alice.bsky.social", nil},
		{"bluesky", "@alice.example.org", "alice.example.org", nil},
		{"bluesky", "https://bsky.app/profile/alice.example.org/post/1", "alice.example.org", nil},
		{"bluesky", "alice_b", "", community.AgainstRule},
		{"bluesky", "-a.example", "", community.AgainstRule},
		{"threads", "https://www.threads.com/@alice", "alice", nil},
		{"snapchat", "https://snapchat.com/add/alice-b", "alice-b", nil},
	} {
		p, ok := community.PlatformNamed(c.platform)
		name, err := p.Parse(c.typed)
		if !ok || name != c.name || !errors.Is(err, c.problem) {
			t.Errorf("%s %q: %q, %v; want %q, %v", c.platform, c.typed, name, err, c.name, c.problem)
		}
	}
}

func TestReadSought(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		platform, typed, on, name string
		problem                   error
	}{
		{"", "@alice", "", "alice", nil},
		{"", "https://www.tiktok.com/@alice", "tiktok", "alice", nil},
		{"", "https://bsky.app/profile/alice.bsky.social", "bluesky", "alice.bsky.social", nil},
		{"bluesky", "alice", "bluesky", "alice.bsky.social", nil},
		{"", "https://example.org/@alice", "", "", community.LinkElsewhere},
		{"", "", "", "", community.NoHandle},
		{"", "not a handle!", "", "", community.AgainstRule},
	} {
		on, name, err := community.ReadSought(c.platform, c.typed)
		if on != c.on || name != c.name || !errors.Is(err, c.problem) {
			t.Errorf("%s %q: %s %q, %v", c.platform, c.typed, on, name, err)
		}
	}
}

func TestParseNote(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]error{
		"cat videos,\n and  soup":      nil,
		"同一个人，别担心":                     nil,
		strings.Repeat("猫", 100):       nil,
		strings.Repeat("猫", 101):       community.NoteLong,
		"see https://example.org":      community.NoteLink,
		"join discord.gg/abc":          community.NoteLink,
		"join discord。gg/abc":          community.NoteLink,
		"ｗｗｗ．example":                  community.NoteLink,
		"my.site.shop is open":         community.NoteLink,
		"I'm 19":                       community.NoteAge,
		"19岁":                          community.NoteAge,
		"my 3 cats. And tea. No spam.": nil,
	} {
		note, err := community.ParseNote(typed)
		if !errors.Is(err, want) || strings.Contains(note, "\n") {
			t.Errorf("%q: %q, %v", typed, note, err)
		}
	}
}

func TestSkeleton(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"alice", "аlice", "ａｌｉｃｅ", "a.l_i-c.e", "ALICE", "aliсe", "a1ice", "alıce", "àlicé"},
		{"modern", "modem", "mοdern"},
		{"paypal0", "рауpalo", "paypai0"},
		{"alice.bsky.social", "alice"},
	} {
		for _, name := range same {
			if community.Skeleton(name) != community.Skeleton(same[0]) {
				t.Errorf("%q is not like %q: %q, %q", name, same[0], community.Skeleton(name), community.Skeleton(same[0]))
			}
		}
	}
	if community.Skeleton("alice") == community.Skeleton("alxce") {
		t.Error("two names are one")
	}
}

// TestSoughtTraces checks that whatever is near a handle shares one of its traces.
func TestSoughtTraces(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	pairs := 0
	for range 20_000 {
		listed := randomName(random, 2+random.IntN(30))
		sought := changed(random, listed, 1+random.IntN(2))
		_, near := community.NearHandles(listed, sought)
		if near {
			pairs++
		}
		if near && !shareTrace(listed, sought) {
			t.Fatalf("%q is near %q, but has none of its traces", sought, listed)
		}
	}
	if pairs < 5000 {
		t.Errorf("only %d pairs were near: this tells little", pairs)
	}
}

// shareTrace reports whether a search for a name comes upon a listed one.
func shareTrace(listed, sought string) bool {
	of := community.TracesOf(listed)
	if of.Look == community.TracesOf(sought).Look {
		return true
	}
	for i, parts := range community.SoughtTraces(sought) {
		if of.Parts[i] != 0 && slices.Contains(parts, of.Parts[i]) {
			return true
		}
	}
	return false
}

const letters = "abcdefghjkpqstuxyz"

func randomName(random *rand.Rand, n int) string {
	name := make([]byte, n)
	for i := range name {
		name[i] = letters[random.IntN(len(letters))]
	}
	return string(name)
}

// changed is a name with some letters put in, left out, exchanged or turned around.
func changed(random *rand.Rand, name string, times int) string {
	s := []byte(name)
	for range times {
		i := random.IntN(len(s))
		switch c := letters[random.IntN(len(letters))]; random.IntN(4) {
		case 0:
			s = slices.Insert(s, i, c)
		case 1:
			s[i] = c
		case 2:
			if len(s) > 1 {
				s = slices.Delete(s, i, i+1)
			}
		case 3:
			if i > 0 {
				s[i-1], s[i] = s[i], s[i-1]
			}
		}
	}
	return string(s)
}

func TestNearHandles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		listed, sought string
		changes        int
		near           bool
	}{
		{"alice", "alcie", 1, true},
		{"alice", "alices", 1, true},
		{"alice", "al.ice", 0, true},
		{"alice", "alicesx", 2, false},
		{"bob", "bab", 1, false},
		{"the_real_alice", "therael_alise", 2, false},
		{"the_real_alice_draws1", "therael_alise_draws1", 2, true},
		{"the_real_alices_draws", "threal_alice_draws2x", 3, false},
		{"", "a", 0, false},
	} {
		changes, near := community.NearHandles(c.listed, c.sought)
		if near != c.near || near && changes != c.changes {
			t.Errorf("%q for %q: %d, %t", c.listed, c.sought, changes, near)
		}
	}
}

func TestCloseness(t *testing.T) {
	t.Parallel()
	for closeness, want := range map[community.Closeness][]community.Audience{
		community.Strangers: {community.Anyone},
		community.Known:     {community.Knowing, community.Anyone},
		community.Friends:   {community.Mutual, community.Knowing, community.Anyone},
	} {
		for _, a := range community.Audiences {
			if closeness.Sees(a) != slices.Contains(want, a) {
				t.Errorf("%d sees %s: %t", closeness, a, closeness.Sees(a))
			}
		}
	}
}

func FuzzParseHandle(f *testing.F) {
	f.Add("tiktok", "@alice")
	f.Add("youtube", "https://youtube.com/@喜鹊")
	f.Add("bluesky", "alice.example.org")
	f.Fuzz(func(t *testing.T, platform, typed string) {
		if _, name, err := community.ReadSought(platform, typed); err == nil {
			community.SoughtTraces(name)
		}
		p, ok := community.PlatformNamed(platform)
		name, err := p.Parse(typed)
		if !ok || err != nil {
			return
		}
		if again, err := p.Parse(name); err != nil || again != name {
			t.Errorf("%q is %q, then %q: %v", typed, name, again, err)
		}
		if community.HandleKey(name) == "" || community.HandleKey("@"+strings.ToUpper(name)) != community.HandleKey(strings.ToUpper(name)) {
			t.Errorf("%q has key %q", name, community.HandleKey(name))
		}
		if p.Link != "" && !strings.HasPrefix(p.Profile(name), "https://") {
			t.Errorf("%q leads to %q", name, p.Profile(name))
		}
	})
}
