package commands

import (
	"strconv"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

// mistakesNamed is how many mistakes of a file are told in the message; a file has all.
const mistakesNamed = 12

// mistakeBullets are what is wrong with a file, with its lines, a bullet each.
func mistakeBullets(c *slash.Call, mistakes guide.Mistakes) []slash.Content {
	var lines []slash.Content
	for _, m := range mistakes[:min(len(mistakes), mistakesNamed)] {
		lines = append(lines, slash.Bullet(mistakeLine(c, m)))
	}
	if more := len(mistakes) - mistakesNamed; more > 0 {
		lines = append(lines, c.T("mistake.more", more))
	}
	return lines
}

// mistakeFile has all mistakes, if they are more than a message tells.
func mistakeFile(c *slash.Call, mistakes guide.Mistakes) []slash.Block {
	if len(mistakes) <= mistakesNamed {
		return nil
	}
	var all strings.Builder
	for _, m := range mistakes {
		all.WriteString(mistakeLine(c, m).String() + "\n")
	}
	return []slash.Block{slash.File{Name: "mistakes.txt", Data: []byte(all.String())}}
}

// mistakeLine says what is wrong, and in which line.
func mistakeLine(c *slash.Call, m guide.Mistake) slash.Markup {
	if m.Line == 0 {
		return mistakeText(c, m)
	}
	return c.T("mistake.line", strconv.Itoa(m.Line), mistakeText(c, m))
}

// mistakeText says what is wrong, without where.
func mistakeText(c *slash.Call, m guide.Mistake) slash.Markup {
	args := arguments(m.Args)
	for i, arg := range m.Args {
		args[i] = slash.Cut(arg, 60)
	}
	return c.T("mistake."+string(m.Problem), args...)
}
