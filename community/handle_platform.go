package community

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Platform is somewhere people have handles, and what a handle there is made of. The
// rules are the platforms' own as far as they tell them, and wider where they do not.
type Platform struct {
	ID        string
	Min, Max  int    // characters
	Marks     string // allowed besides letters and digits
	Inside    string // those of Marks that are neither first nor last
	Script    bool   // letters of every script are allowed, not only a to z
	Domain    string // handles are domain names; this stands below one that has no dot
	Hosts     []string
	Link      string // address of a profile up to the handle; empty: it does not hold the handle
	Revealing bool   // it shows where people are: they are warned before they list it
}

// Platforms are all where a handle can be listed. Discord is none of them, as everyone is
// there already.
var Platforms = []Platform{
	{ID: "tiktok", Min: 2, Max: 24, Marks: "._", Inside: ".", Hosts: []string{"tiktok.com"}, Link: "https://www.tiktok.com/@"},
	{ID: "rednote", Min: 4, Max: 20, Marks: "._-", Hosts: []string{"xiaohongshu.com", "xhslink.com", "rednote.com"}, Revealing: true},
	{ID: "instagram", Min: 1, Max: 30, Marks: "._", Inside: ".", Hosts: []string{"instagram.com"}, Link: "https://www.instagram.com/"},
	{ID: "youtube", Min: 3, Max: 30, Marks: "._-·", Inside: "._-·", Script: true, Hosts: []string{"youtube.com"}, Link: "https://www.youtube.com/@"},
	{ID: "bluesky", Min: 4, Max: 253, Domain: ".bsky.social", Hosts: []string{"bsky.app"}, Link: "https://bsky.app/profile/"},
	{ID: "lemon8", Min: 2, Max: 24, Marks: "._", Hosts: []string{"lemon8-app.com"}},
	{ID: "clapper", Min: 2, Max: 30, Marks: "._-", Hosts: []string{"clapperapp.com", "clapper.vip"}},
	{ID: "snapchat", Min: 3, Max: 15, Marks: "._-", Inside: "._-", Hosts: []string{"snapchat.com"}, Link: "https://www.snapchat.com/add/"},
	{ID: "threads", Min: 1, Max: 30, Marks: "._", Inside: ".", Hosts: []string{"threads.net", "threads.com"}, Link: "https://www.threads.net/@"},
	{ID: "skylight", Min: 4, Max: 253, Domain: ".bsky.social", Hosts: []string{"skylight.social"}},
	{ID: "upscrolled", Min: 2, Max: 30, Marks: "._-", Hosts: []string{"upscrolled.com"}},
	{ID: "loops", Min: 2, Max: 30, Marks: "._-", Hosts: []string{"loops.video"}, Link: "https://loops.video/@"},
}

// PlatformNamed is the platform with an ID; ok is false if there is none.
func PlatformNamed(id string) (p Platform, ok bool) {
	i := slices.IndexFunc(Platforms, func(p Platform) bool { return p.ID == id })
	if i < 0 {
		return p, false
	}
	return Platforms[i], true
}

// A HandleProblem is what is wrong with a handle or a note, as a word that locales explain
// ("handles.problem.rule").
type HandleProblem string

// What can be wrong.
const (
	NoHandle      HandleProblem = "empty"
	AgainstRule   HandleProblem = "rule"      // of the platform
	LinkElsewhere HandleProblem = "link"      // a link that does not hold a handle of the platform
	NoteLong      HandleProblem = "note_long" // longer than MaxHandleNote
	NoteLink      HandleProblem = "note_link" // links and invitations are not for notes
	NoteAge       HandleProblem = "note_age"
)

// Error implements error.
func (p HandleProblem) Error() string {
	return "not to be listed: " + strings.ReplaceAll(string(p), "_", " ")
}

// Parse reads a handle as people type or paste it, with an @, as a link or in wide letters,
// and returns it as the platform shows it, without the @. The error is a HandleProblem.
func (p Platform) Parse(typed string) (name string, err error) {
	name = bareHandle(typed)
	if host, path, ok := handleLink(name); ok {
		if name = p.inLink(host, path); name == "" {
			return "", LinkElsewhere
		}
	}
	if name == "" {
		return "", NoHandle
	}
	if p.Domain != "" {
		name = strings.ToLower(name)
		if !strings.Contains(name, ".") {
			name += p.Domain
		}
	}
	if !p.allows(name) {
		return "", AgainstRule
	}
	return name, nil
}

// allows reports whether a name keeps the platform's rule.
func (p Platform) allows(name string) bool {
	if n := utf8.RuneCountInString(name); n < p.Min || n > p.Max {
		return false
	}
	if p.Domain != "" {
		return isDomain(name)
	}
	odd := func(r rune) bool {
		ascii := r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
		script := p.Script && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
		return !ascii && !script && !strings.ContainsRune(p.Marks, r)
	}
	first, _ := utf8.DecodeRuneInString(name)
	last, _ := utf8.DecodeLastRuneInString(name)
	return !strings.ContainsFunc(name, odd) && !strings.ContainsRune(p.Inside, first) && !strings.ContainsRune(p.Inside, last) &&
		strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// isDomain reports whether a name is one of a host, of two parts at least.
func isDomain(name string) bool {
	labels := strings.Split(name, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") ||
			strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return len(labels) > 1
}

// inLink is the handle in a link to a profile of the platform, or "".
func (p Platform) inLink(host, path string) string {
	if p.Link == "" || !slices.ContainsFunc(p.Hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) }) {
		return ""
	}
	_, before, _ := strings.Cut(strings.TrimPrefix(p.Link, "https://"), "/") // such as "@" or "profile/"
	path = strings.TrimPrefix(path, "/")
	if rest, ok := strings.CutPrefix(path, before); ok {
		path = rest
	} else if strings.HasSuffix(before, "/") || before == "@" && p.ID != "threads" {
		return ""
	}
	name, _, _ := strings.Cut(path, "/")
	return strings.TrimPrefix(name, "@")
}

// Profile is the address of a handle's profile, or "" where that does not hold the handle.
func (p Platform) Profile(name string) string {
	if p.Link == "" {
		return ""
	}
	return p.Link + url.PathEscape(name)
}

// linked matches what was meant as a link: with a scheme, or a host and a path.
var linked = regexp.MustCompile(`^(?:https?://|www\.)|^[a-z0-9.-]+\.[a-z]{2,}/`)

// handleLink takes a link apart; ok is false if text is none.
func handleLink(text string) (host, path string, ok bool) {
	if !linked.MatchString(strings.ToLower(text)) {
		return "", "", false
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", "", true
	}
	return strings.ToLower(u.Hostname()), u.Path, true
}

// bareHandle is typed text without what is not part of a handle: an @, spaces around it,
// and characters that cannot be seen.
func bareHandle(typed string) string {
	seen := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(typed))
	return strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(seen), "@"))
}

// ReadSought reads what someone looks for: a handle or a link to a profile, on a platform
// or, if that is empty, on any. A link says which. The error is a HandleProblem.
func ReadSought(platform, typed string) (on, name string, err error) {
	name = bareHandle(typed)
	host, path, link := handleLink(name)
	if p, ok := PlatformNamed(platform); ok {
		name, err = p.Parse(typed)
		return platform, name, err
	}
	if link {
		for _, p := range Platforms {
			if found := p.inLink(host, path); found != "" {
				name, err = p.Parse(found)
				return p.ID, name, err
			}
		}
		return "", "", LinkElsewhere
	}
	fits := slices.ContainsFunc(Platforms, func(p Platform) bool {
		_, err := p.Parse(name)
		return err == nil
	})
	if name == "" {
		return "", "", NoHandle
	}
	if !fits {
		return "", "", AgainstRule
	}
	return "", name, nil
}

// unfit matches links and invitations.
var unfit = regexp.MustCompile(`(?i)https?:|www\.|discord(?:app)?\.|[\p{L}\p{N}-]\.(?:com|net|org|gg|io|me|tv|co|cc|cn|app|link|ly|be|us|xyz|top|vip|site|shop|club|info|social)\b|\S\.\S+/\S`)

// ParseNote reads the note of a listing, as one line. The error is a HandleProblem.
func ParseNote(typed string) (string, error) {
	note := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) && r != '\u200d' || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, typed)), " ")
	switch {
	case utf8.RuneCountInString(note) > MaxHandleNote:
		return "", NoteLong
	case unfit.MatchString(strings.ReplaceAll(norm.NFKC.String(note), "。", ".")):
		return "", NoteLink
	case saysAge(note):
		return "", NoteAge
	}
	return norm.NFC.String(note), nil
}

// saysAge reports whether a text tells how old somebody is.
func saysAge(text string) bool {
	text = asRead(text)
	return tellsAge(text) || slices.ContainsFunc(aboutRules, func(r struct {
		problem AboutProblem
		pattern *regexp.Regexp
	}) bool {
		return r.problem == AboutAge && r.pattern.MatchString(text)
	})
}

// Rule is the platform's rule in short, for its words: how long handles are, and of what.
func (p Platform) Rule() (least, most int, marks string) {
	if p.Domain != "" {
		return p.Min, p.Max, "- ."
	}
	return p.Min, p.Max, strings.Join(strings.Split(p.Marks, ""), " ")
}

// String is the handle as people say it: with an @, but for RedNote, whose are numbers often.
func (h Handle) String() string {
	if h.Platform == "rednote" {
		return h.Name
	}
	return "@" + h.Name
}
