package web

import (
	"io"
	"net/http"
	"testing"

	"magpie/slash"
)

func TestUploads(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	v := visit(t, try)
	v.view += "&name=..%2Fmine.csv"
	_, a := v.send("/files", "application/octet-stream", []byte("a,b"))
	found := map[string]slash.Attachment{}
	try.uploads.addTo(found)
	kept, ok := found[a.File]
	if !ok || kept.Name != "mine.csv" || kept.Size != 3 {
		t.Fatalf("kept %+v as %q", kept, a.File)
	}
	if data, err := try.Fetch(t.Context(), kept, 3); err != nil || string(data) != "a,b" {
		t.Errorf("%q, %v", data, err)
	}
	if status, _ := v.send("/files", "application/octet-stream", make([]byte, maxUpload+1)); status != 400 {
		t.Errorf("too large a file: %d", status)
	}
	for range maxUploads {
		v.send("/files", "application/octet-stream", []byte("x"))
	}
	if _, err := try.Fetch(t.Context(), kept, 3); err == nil {
		t.Error("the first file is kept for ever")
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	v := visit(t, try)
	v.post("/act", deed{Kind: "typed", Command: "export"})
	id := newest(try).ID
	for path, want := range map[string]string{
		"/0/square.png": "image/png", "/1/card.png": "image/png", "/2/cards.tsv": "application/octet-stream",
		"/1/other.png": "", "/9/card.png": "", "/x/card.png": "", "/-1/card.png": "",
	} {
		resp, err := http.Get(v.url + "/files/" + id + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if got := resp.Header.Get("Content-Type"); (resp.StatusCode == 200) != (want != "") || want != "" && got != want {
			t.Errorf("%s: %d %s, want %q", path, resp.StatusCode, got, want)
		}
	}
}
