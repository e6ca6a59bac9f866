package web

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/mail"
	"strings"

	"magpie/slash"
)

// policies are texts that whoever runs Magpie can publish as they are, one a language.
//
//go:embed privacy
var policies embed.FS

// policyContact stands in a policy where it says who is responsible.
const policyContact = "[contact]"

// A policyText is a privacy policy: its title, and what stands before and after who is
// responsible.
type policyText struct {
	title         string
	before, after slash.Markup
}

// readPolicy reads the policy in a language.
func readPolicy(lang string) (policyText, error) {
	file := "privacy/" + lang + ".md"
	data, err := policies.ReadFile(file)
	if err != nil {
		return policyText{}, fmt.Errorf("read the privacy policy: %w", err)
	}
	title, text, titled := strings.Cut(string(data), "\n")
	before, after, ok := strings.Cut(text, policyContact)
	title, heading := strings.CutPrefix(title, "# ")
	if !titled || !heading || !ok {
		return policyText{}, fmt.Errorf("read %s: it has no title, or no %s", file, policyContact)
	}
	return policyText{title, slash.Parse(strings.TrimSpace(before)), slash.Parse(strings.TrimSpace(after))}, nil
}

// A policyPage is the policy with who is responsible.
type policyPage struct {
	Before, After template.HTML
	Contact, To   string // To: where a link to the contact leads, if it is an address
}

func (e *edition) privacy(*http.Request) (document, error) {
	contact := e.site.opts.Contact
	return e.page("privacy", leaf{
		At: "/privacy", Title: e.policy.title, Description: e.Label("site.privacy.about"), Article: true,
		Content: policyPage{e.print(e.policy.before), e.print(e.policy.after), contact, reach(contact)},
	})
}

// reach is where a link to a contact leads: to a website or a mail address, if the
// contact is no more than that.
func reach(contact string) string {
	if a, err := mail.ParseAddress(contact); err == nil && a.Address == contact {
		return "mailto:" + contact
	}
	return followable(contact)
}
