package community_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"magpie/community"
)

// The shapes that exports have had, with people of our own.
const (
	olderExport = `{"Activity": {"Block List": {"BlockList": [{"Date": "2023-01-01 10:00:00", "UserName": "blocked"}]},
		"Follower List": {"FansList": [{"Date": "2023-02-01 10:00:00", "UserName": "fan.one"}]},
		"Following List": {"Following": [{"Date": "2023-03-01 10:00:00", "UserName": "paper.crane"}, {"Date": "2023-03-02 10:00:00", "UserName": "tea_house"}]}},
		"Profile": {"Profile Information": {"ProfileMap": {"userName": "me", "bioDescription": "\"Following\": [{\"UserName\": \"trick\"}]"}}}}`
	middleExport = `{"Your Activity": {"Following": {"Following": [{"Date": "2025-03-01 10:00:00", "UserName": "paper.crane"}]}}}`
	newerExport  = `{"Profile And Settings": {"Block List": {"BlockList": null}, "Follower": {"FansList": null},
		"Following": {"Following": [{"Date": "2026-03-01 10:00:00", "UserName": "paper.crane"}, {"Date": "2026-03-02", "UserName": "tea_house"}, {"Date": "2026-03-03", "UserName": "paper.crane"}]}},
		"Direct Message": {"Direct Messages": {"ChatHistory": {"Chat History with friend:": [{"From": "friend", "Content": "hi", "UserName": "no"}]}}}}`
	textExport = "Date: 2026-03-01 10:00:00 UTC\nUsername: paper.crane\n\nDate: 2026-03-02 10:00:00 UTC\nUsername: tea_house\n"
)

// packed is an archive of files, by name and content in turn.
func packed(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// claimed is an archive whose one file says that it is of a size.
func claimed(t testing.TB, size uint64) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	_, err := w.CreateRaw(&zip.FileHeader{Name: "user_data.json", UncompressedSize64: size, Method: zip.Deflate})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReadFollowing(t *testing.T) {
	t.Parallel()
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(textExport)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	both := []string{"paper.crane", "tea_house"}
	for name, c := range map[string]struct {
		file          string
		data          []byte
		follows, fans []string
	}{
		"older":                {"user_data.json", []byte(olderExport), both, []string{"fan.one"}},
		"of 2025":              {"user_data_tiktok.json", []byte(middleExport), both[:1], nil},
		"newer":                {"user_data_tiktok.json", []byte(newerExport), both, nil},
		"other capitals":       {"x.json", []byte(strings.NewReplacer("Following List", "followingList", "UserName", "userName").Replace(olderExport)), both, []string{"fan.one"}},
		"cut out":              {"x.json", []byte(`[{"Date":"2026","UserName":"paper.crane"},{"UserName":"tea\u005fhouse"}]`), both, nil},
		"text":                 {"Following.txt", []byte(textExport), both, nil},
		"text of fans":         {"Follower.txt", []byte(textExport), nil, both},
		"text by any name":     {"x.txt", []byte("\uFEFF" + strings.ReplaceAll(textExport, "\n", "\r\n")), both, nil},
		"text in UTF-16":       {"Following.txt", wide, both, nil},
		"text in Dutch":        {"Volgend.txt", []byte(strings.ReplaceAll(textExport, "Username", "Gebruikersnaam")), both, nil},
		"text in Chinese":      {"关注.txt", []byte(strings.ReplaceAll(textExport, "Username: ", "用户名：@")), both, nil},
		"archive":              {"TikTok_Data.zip", packed(t, "user_data_tiktok.json", newerExport), both, nil},
		"archive of text":      {"x.zip", packed(t, "TikTok/Profile and Settings/Following.txt", textExport, "TikTok/Profile and Settings/Follower.txt", "You have no data in this section"), both, nil},
		"archive from Windows": {"x.zip", packed(t, `TikTok\Profile and Settings\Follower.txt`, textExport, "Videos.txt", "Username: no"), nil, both},
		"an archive in it":     {"x.zip", packed(t, "inner.zip", string(packed(t, "Following.txt", "Username: no")), "Activity/Following.txt", textExport), both, nil},
		"a long string":        {"x.json", []byte(`{"About": "` + strings.Repeat(`\"Following`, 1<<17) + `", "Following": [{"UserName": "paper.crane"}]}`), both[:1], nil},
		"a name that is none":  {"x.json", []byte(`{"Following": [{"UserName": "two words"}, {"UserName": ""}, {"UserName": "` + strings.Repeat("x", 65) + `"}, {"UserName": "paper.crane"}]}`), both[:1], nil},
	} {
		f, err := community.ReadFollowing(c.file, c.data)
		if err != nil || !slices.Equal(f.Follows, c.follows) || !slices.Equal(f.Fans, c.fans) {
			t.Errorf("%s: %q and %q, %v", name, f.Follows, f.Fans, err)
		}
	}
}

func TestReadFollowingRefuses(t *testing.T) {
	t.Parallel()
	many := make([]string, 0, 4200)
	for i := range 2100 {
		many = append(many, fmt.Sprint(i, ".txt"), "")
	}
	const secret = "canary"
	for name, c := range map[string]struct {
		file string
		data []byte
		want error
	}{
		"nothing":           {"x.json", nil, community.ErrNotExport},
		"spaces":            {"x.txt", []byte(" \n"), community.ErrNotExport},
		"other text":        {"x.txt", []byte("canary: hello"), community.ErrNotExport},
		"other JSON":        {"x.json", []byte(`{"canary": [{"UserName": "canary"}]}`), community.ErrNotExport},
		"web page":          {"Following.html", []byte(`<html>Username: canary</html>`), community.ErrNotExport},
		"picture":           {"x.png", []byte("\x89PNG\r\n\x1a\n\x00\x00"), community.ErrNotExport},
		"empty list":        {"x.json", []byte(`{"Activity": {"Following List": {"Following": []}}}`), community.ErrNoFollowing},
		"no list":           {"x.json", []byte(`{"Profile And Settings": {"Following": {"Following": null}}}`), community.ErrNoFollowing},
		"empty text":        {"Following.txt", []byte("You have no data in this section\n"), community.ErrNoFollowing},
		"cut off":           {"x.json", []byte(olderExport[:len(olderExport)/2] + secret), community.ErrBroken},
		"cut off in a word": {"x.json", []byte(`{"Following": [{"UserName": "canary`), community.ErrBroken},
		"wrong brackets":    {"x.json", []byte(`{"Following": [{"UserName": "canary"]}`), community.ErrBroken},
		"deep":              {"x.json", []byte(strings.Repeat("[", 1<<20)), community.ErrBroken},
		"too large":         {"x.json", make([]byte, community.MaxExport+1), community.ErrExportSize},
		"archive cut off":   {"x.zip", packed(t, "user_data.json", newerExport)[:200], community.ErrBroken},
		"other archive":     {"x.zip", packed(t, "canary.txt", "canary"), community.ErrNotExport},
		"many files":        {"x.zip", packed(t, many...), community.ErrPacked},
		"bomb":              {"x.zip", packed(t, "user_data.json", "{"+strings.Repeat(" ", 2<<20)+"}"), community.ErrPacked},
		"large file":        {"x.zip", claimed(t, 65<<20), community.ErrExportSize},
	} {
		_, err := community.ReadFollowing(c.file, c.data)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error names somebody: %v", name, err)
		}
	}
}

// TestReadFollowingIsFrugal reads the largest file there may be and measures what that takes.
func TestReadFollowingIsFrugal(t *testing.T) {
	var data bytes.Buffer
	data.WriteString(`{"Direct Messages": [`)
	for data.Len() < community.MaxExport-3<<20 {
		fmt.Fprintf(&data, `{"Date": "2026-01-01 10:00:00", "From": "somebody", "Content": "%s"},`, strings.Repeat("话", 500))
	}
	data.WriteString(`null], "Following": {"Following": [`)
	for i := range 20000 {
		fmt.Fprintf(&data, `{"Date": "2026-01-01 10:00:00", "UserName": "user.number.%d"},`, i)
	}
	data.WriteString(`null]}}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f, err := community.ReadFollowing("x.json", data.Bytes())
	runtime.ReadMemStats(&after)
	if err != nil || len(f.Follows) != 20000 {
		t.Fatal(len(f.Follows), err)
	}
	if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken > 32 {
		t.Errorf("%d MiB were allocated", taken)
	}
}

func FuzzReadFollowing(f *testing.F) {
	for _, seed := range []string{olderExport, middleExport, newerExport, textExport} {
		f.Add("Following.txt", []byte(seed))
	}
	f.Add("x.zip", packed(f, "Following.txt", textExport))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		found, err := community.ReadFollowing(name, data)
		if err == nil && len(found.Follows)+len(found.Fans) == 0 {
			t.Error("nothing is found, without an error")
		}
		for _, who := range slices.Concat(found.Follows, found.Fans) {
			if who == "" || len(who) > 64 || strings.ContainsAny(who, " \n\t") {
				t.Errorf("%q is no name", who)
			}
		}
		for _, known := range []error{community.ErrNotExport, community.ErrNoFollowing, community.ErrExportSize, community.ErrPacked, community.ErrBroken, nil} {
			if errors.Is(err, known) {
				return
			}
		}
		t.Errorf("an error of another kind: %v", err)
	})
}

func BenchmarkReadFollowing(b *testing.B) {
	var data bytes.Buffer
	data.WriteString(`{"Following": [`)
	for i := range 50000 {
		fmt.Fprintf(&data, `{"Date": "2026-01-01 10:00:00", "UserName": "user.number.%d"},`, i)
	}
	data.WriteString(`null]}`)
	b.SetBytes(int64(data.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if f, err := community.ReadFollowing("x.json", data.Bytes()); err != nil || len(f.Follows) != 50000 {
			b.Fatal(err)
		}
	}
}
