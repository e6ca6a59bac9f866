package community

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Following is whom a TikTok account follows, and who follows it, as its owner's export
// of their data has it: names as they are written there, each once. It names other people,
// so it is never kept or logged; errors here name none of them.
type Following struct {
	Follows []string
	Fans    []string
}

// Limits of an export.
const (
	MaxExport    = 25 << 20 // bytes of the file that is read
	maxUnpacked  = 64 << 20 // bytes of a file in an archive
	maxEntries   = 2000     // files in an archive
	maxRatio     = 200      // of a file in an archive to what it is packed in
	maxFollowed  = 50000    // names of each list; TikTok lets an account follow 10,000
	maxName      = 64       // bytes of a name
	maxJSONDepth = 32
)

// Why an export is not read.
var (
	ErrNotExport   = errors.New("not an export of TikTok: no list of accounts is found in it")
	ErrNoFollowing = errors.New("the list of accounts in the export is empty")
	ErrExportSize  = errors.New("the export is too large")
	ErrPacked      = errors.New("the archive is not one that TikTok makes")
	ErrBroken      = errors.New("the export is cut off or damaged")
)

// ReadFollowing reads whom somebody follows from a file of their export: the archive as it
// was downloaded, or the JSON or a text file in it. The content tells which of these it is; of a text
// file the name tells whether it lists who is followed or who follows. Errors wrap one of
// those above, and name nobody.
func ReadFollowing(name string, data []byte) (Following, error) {
	switch {
	case len(data) > MaxExport:
		return Following{}, ErrExportSize
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return readArchive(data)
	}
	return readExport(bytes.NewReader(data), name)
}

// readExport reads one file that is no archive.
func readExport(r io.Reader, name string) (Following, error) {
	text, first, err := plainText(r)
	if err != nil {
		return Following{}, err
	}
	var f lists
	switch first {
	case '{', '[':
		err = f.readJSON(text)
	case '<': // a web page
		err = ErrNotExport
	default:
		err = f.readText(text, name)
	}
	if err != nil {
		return Following{}, err
	}
	return f.following()
}

// lists are the names read so far.
type lists struct {
	follows, fans names
	seen          bool   // a list, be it empty
	raw           []byte // the string that is being read
}

// names are names in the order in which they came first.
type names struct {
	all  []string
	have map[string]bool
}

// add adds a name, if it can be one of an account and there is room for it.
func (n *names) add(name string) {
	name = strings.TrimPrefix(strings.TrimSpace(name), "@")
	if name == "" || len(name) > maxName || len(n.all) >= maxFollowed || strings.ContainsFunc(name, notInName) || n.have[name] {
		return
	}
	if n.have == nil {
		n.have = map[string]bool{}
	}
	name = strings.Clone(name) // not to hold on to the file
	n.have[name] = true
	n.all = append(n.all, name)
}

func notInName(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError
}

func (l *lists) following() (Following, error) {
	switch {
	case !l.seen:
		return Following{}, ErrNotExport
	case len(l.follows.all)+len(l.fans.all) == 0:
		return Following{}, ErrNoFollowing
	}
	return Following{l.follows.all, l.fans.all}, nil
}

// A listKind is what a list of accounts is of.
type listKind int

const (
	noList listKind = iota
	followsList
	fansList
)

// kindOf is what a list is of that goes by a name, in JSON or as a file. Versions of the
// export differ in spaces and capitals; text files are named in the owner's language, of
// which English, Dutch and Chinese are known.
func kindOf(name string) listKind {
	switch letters(name) {
	case "following", "followinglist", "followings", "volgend", "关注", "關注", "正在关注", "關注中", "追蹤", "追蹤中", "已关注", "已關注":
		return followsList
	case "fans", "fanslist", "follower", "followers", "followerlist", "volger", "volgers", "粉丝", "粉絲", "粉丝列表", "粉絲列表":
		return fansList
	}
	return noList
}

// letters are the letters of a name, in lower case.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// readArchive reads the files of an archive that hold lists. Archives in it are not opened.
func readArchive(data []byte) (Following, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Following{}, ErrBroken
	}
	if len(archive.File) > maxEntries {
		return Following{}, fmt.Errorf("%w: %d files", ErrPacked, len(archive.File))
	}
	found := Following{}
	result := ErrNotExport
	left := maxUnpacked // by all files together: many entries can name one and the same
	for _, file := range listFiles(archive.File) {
		part, err := readPacked(file, &left)
		switch {
		case errors.Is(err, ErrNoFollowing) && result != nil:
			result = err
		case errors.Is(err, ErrNoFollowing), errors.Is(err, ErrNotExport):
		case err != nil:
			return Following{}, err
		default:
			result = nil
			found.Follows, found.Fans = longer(found.Follows, part.Follows), longer(found.Fans, part.Fans)
		}
	}
	return found, result
}

// listFiles are the files that may hold lists: the JSON, or else the text files named so.
func listFiles(files []*zip.File) []*zip.File {
	var data, texts []*zip.File
	for _, f := range files {
		name := baseName(f)
		stem := strings.TrimSuffix(name, path.Ext(name))
		switch strings.ToLower(path.Ext(name)) {
		case ".json":
			if strings.HasPrefix(letters(stem), "userdata") || kindOf(stem) != noList {
				data = append(data, f)
			}
		case ".txt":
			if kindOf(stem) != noList {
				texts = append(texts, f)
			}
		}
	}
	return slices.Concat(data, texts)
}

// baseName is the name of a file of an archive without its folders, made on any system.
func baseName(f *zip.File) string { return path.Base(strings.ReplaceAll(f.Name, `\`, "/")) }

// readPacked reads one file of an archive, within what such files are.
func readPacked(file *zip.File, left *int) (Following, error) {
	if file.UncompressedSize64 > maxUnpacked {
		return Following{}, ErrExportSize
	}
	if file.UncompressedSize64 > 1<<20 && file.UncompressedSize64 > maxRatio*max(file.CompressedSize64, 1) {
		return Following{}, fmt.Errorf("%w: a file is packed too tightly", ErrPacked)
	}
	r, err := file.Open()
	if err != nil {
		return Following{}, ErrBroken
	}
	defer r.Close()
	return readExport(&limitedReader{r, left}, baseName(file))
}

// limitedReader fails where an archive holds more than is left of its allowance.
type limitedReader struct {
	r    io.Reader
	left *int
}

func (l *limitedReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if *l.left -= n; *l.left < 0 {
		return 0, ErrExportSize
	}
	return n, err
}

func longer(a, b []string) []string {
	if len(b) > len(a) {
		return b
	}
	return a
}
