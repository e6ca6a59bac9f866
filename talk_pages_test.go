package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"magpie/discordtest"
)

// The public pages, as a talk has them:
//
//	pages                  the program stops and starts again with public pages
//	bo> visits             what the page says whose address bo is shown, or was shown last
const pagesBase = "https://magpie.example.org"

// pages starts the program again with public pages.
func (k *talk) pages() {
	k.Helper()
	k.world.env["MAGPIE_PAGES"], k.world.env["MAGPIE_PAGES_LISTEN"] = pagesBase, "127.0.0.1:0"
	k.world.restart()
}

var (
	listensOn   = regexp.MustCompile(`the public pages are served" on=(\S+)`)
	pageAddress = regexp.MustCompile(`magpie\.example\.org(/\S*/)`)
	randomSlug  = regexp.MustCompile(`/s/[a-z2-7]{16}/`)
)

// visits asks for the page that somebody is shown the address of.
func (k *talk) visits(p *discordtest.Person) string {
	k.Helper()
	if m := pageAddress.FindStringSubmatch(p.Sees().String()); m != nil {
		k.visited = m[1]
	}
	served := listensOn.FindAllStringSubmatch(k.world.logs.String(), -1)
	if served == nil || k.visited == "" {
		k.Fatalf("%s is shown no address of a page that is served", p.Name())
	}
	r, err := http.Get("http://" + served[len(served)-1][1] + k.visited)
	if err != nil {
		k.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		k.Fatal(err)
	}
	return r.Status + "\n" + mainText(k, string(page))
}

// mainText is what the main part of a page says, a line a block.
func mainText(k *talk, page string) string {
	k.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		k.Fatal(err)
	}
	var lines []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "main" {
			continue
		}
		for block := range n.Descendants() {
			switch block.Data {
			case "h1", "h2", "h3", "p", "li":
				var text strings.Builder
				for t := range block.Descendants() {
					if t.Type == html.TextNode {
						text.WriteString(t.Data)
					}
				}
				lines = append(lines, strings.Join(strings.Fields(text.String()), " "))
			}
		}
	}
	return strings.Join(lines, "\n")
}

// withoutSlugs hides what is another one each time.
func withoutSlugs(shown string) string { return randomSlug.ReplaceAllString(shown, "/s/…/") }
