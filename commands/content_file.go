package commands

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"magpie/guide"
	"magpie/slash"
)

type contentFile struct {
	File     slash.Attachment `slash:"file"`
	Name     string           `slash:"name,optional,max=60"`
	Language string           `slash:"language,optional,choices=english|simplified|traditional"`
}

// importFile puts a file into the draft of the guide that it is of, if nothing is wrong with it.
func (g *Content) importFile(ctx context.Context, c *slash.Call, in contentFile) (slash.Reply, error) {
	found, err := g.read(ctx, c, in)
	var mistakes guide.Mistakes
	if errors.As(err, &mistakes) {
		lines := append([]slash.Content{c.T("content.wrong_file", len(mistakes), in.File.Name)}, mistakeBullets(c, mistakes)...)
		return slash.Say(slash.Lines(lines...), c.T("content.import_safe")).With(mistakeFile(c, mistakes)...), nil
	}
	if err != nil {
		return slash.Reply{}, err
	}
	for range contentTries {
		o, err := g.find(ctx, c, found.Name)
		if err != nil {
			return slash.Reply{}, err
		}
		files := o.files().With(found)
		differences := guide.Compare(o.files(), files)
		if len(differences) == 0 {
			return g.guidePage(ctx, c, contentRef{found.Name, found.Lang}, c.T("content.import_same"))
		}
		saved, err := g.save(ctx, c, o, files)
		if err != nil {
			return slash.Reply{}, err
		}
		if saved {
			return g.imported(ctx, c, o, files, found.Lang)
		}
	}
	return slash.Reply{}, fmt.Errorf("import %s: others saved the draft %d times meanwhile", found.Name, contentTries)
}

// imported says what an import has changed in the draft of o.
func (g *Content) imported(ctx context.Context, c *slash.Call, o ownGuide, files guide.Files, lang string) (slash.Reply, error) {
	kept, err := g.keep(ctx, c, slipFiles, contentStep{Name: o.name, Lang: lang}, goneFiles{o.files(), files})
	if err != nil {
		return slash.Reply{}, err
	}
	lines := g.differenceLines(c, guide.Compare(o.files(), files))
	return slash.Say(c.T("content.imported", g.title(c, ownGuide{name: o.name, version: guide.Version{Files: files}})), slash.Lines(lines...)).
		With(slash.Row{Buttons: []slash.Button{
			g.review.Button(c.Label("content.review"), contentRef{Name: o.name}).With(slash.Main),
			g.open.Button(c.Label("content.back_to_guide"), contentRef{o.name, lang}),
			g.undo.Button(c.Label("content.undo"), kept),
		}}), nil
}

// read fetches and reads a file. What is wrong with it are guide.Mistakes.
func (g *Content) read(ctx context.Context, c *slash.Call, in contentFile) (guide.Guide, error) {
	if in.File.Size > guide.MaxFile {
		return guide.Guide{}, guide.Mistakes{{Problem: guide.TooBig, Args: []string{strconv.Itoa(guide.MaxFile)}}}
	}
	data, err := g.Download(ctx, in.File, guide.MaxFile)
	if err != nil {
		c.Log.Warn("download a guide", "error", err)
		return guide.Guide{}, c.Sorry(c.T("table.not_fetched"), c.T("safe.nothing_changed"), slash.Try("content import"))
	}
	name, err := g.importName(ctx, c, in.Name)
	if err != nil {
		return guide.Guide{}, err
	}
	found, err := guide.ReadOwn(in.File.Name, data, name, contentLanguages[in.Language], g.Now())
	if err == nil {
		err = g.Library().Check(in.File.Name, found)
	}
	return found, err
}

// importName is a name for a guide of what was typed for it: that of one there is, if it is that one's name or title.
func (g *Content) importName(ctx context.Context, c *slash.Call, typed string) (string, error) {
	all, err := g.all(ctx, c)
	if err != nil {
		return "", err
	}
	if i := slices.IndexFunc(all, func(o ownGuide) bool { return !o.adds() && (o.name == typed || g.title(c, o) == typed) }); i >= 0 {
		return all[i].name, nil
	}
	if typed == "" {
		return "", nil
	}
	return guide.NewName(typed, "guide", func(string) bool { return false }), nil
}

// export hands out a guide as a file a language or, without a name, all of them in one.
func (g *Content) export(ctx context.Context, c *slash.Call, in contentIn) (slash.Reply, error) {
	all, err := g.all(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(all) == 0 {
		return slash.Reply{}, c.Sorry(c.T("content.none"), c.T("safe.nothing_changed"), slash.Try("content add"))
	}
	if in.Guide == "" {
		data, err := packed(all)
		if err != nil {
			return slash.Reply{}, err
		}
		return slash.Say(c.T("content.exported_all", len(all))).With(slash.File{Name: "guides.zip", Data: data}), nil
	}
	name, err := g.named(ctx, c, in.Guide)
	if err != nil {
		return slash.Reply{}, err
	}
	o := all[slices.IndexFunc(all, func(o ownGuide) bool { return o.name == name })]
	says := "content.exported"
	if o.draft.Revision > 0 {
		says = "content.exported_draft"
	}
	r := slash.Say(c.T(says, g.title(c, o)))
	for _, f := range contentFiles(o) {
		r = r.With(f)
	}
	return r, nil
}

// contentFiles are a guide's files, by names from which import tells what they are.
func contentFiles(o ownGuide) []slash.File {
	var files []slash.File
	written := o.files()
	if len(written) == 0 {
		written = o.version.Files
	}
	for _, lang := range written.Languages() {
		files = append(files, slash.File{Name: o.name + "." + lang + ".md", Data: []byte(written[lang])})
	}
	return files
}

// packed are the files of guides in one, which is the same as long as they are.
func packed(all []ownGuide) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, o := range all {
		for _, f := range contentFiles(o) {
			w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
			if err != nil {
				return nil, fmt.Errorf("pack %s: %w", f.Name, err)
			}
			if _, err := w.Write(f.Data); err != nil {
				return nil, fmt.Errorf("pack %s: %w", f.Name, err)
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack guides: %w", err)
	}
	return out.Bytes(), nil
}
