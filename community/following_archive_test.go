package community_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"magpie/community"
)

// megabyte is a list of one account in a file that may be packed as tightly as one likes.
var megabyte = "Username: paper.crane\n" + strings.Repeat("x", 1<<20-22)

// many is an archive of n such files.
func many(t testing.TB, n int) []byte {
	t.Helper()
	var files []string
	for i := range n {
		files = append(files, fmt.Sprint(i, "/Following.txt"), megabyte)
	}
	return packed(t, files...)
}

// repeated is an archive of one such file that names it n times.
func repeated(t testing.TB, n int) []byte {
	t.Helper()
	one := many(t, 1)
	body, end := one[:len(one)-22], slices.Clone(one[len(one)-22:])
	from := binary.LittleEndian.Uint32(end[16:])
	names := bytes.Repeat(body[from:], n)
	binary.LittleEndian.PutUint16(end[8:], uint16(n))
	binary.LittleEndian.PutUint16(end[10:], uint16(n))
	binary.LittleEndian.PutUint32(end[12:], uint32(len(names)))
	return slices.Concat(body[:from], names, end)
}

// lying is an archive of one file, of whose header lie changes what it says.
func lying(t testing.TB, honest []byte, lie func(*zip.FileHeader)) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(honest), int64(len(honest)))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := archive.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	header := archive.File[0].FileHeader
	lie(&header)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateRaw(&header)
	if err == nil {
		_, err = io.Copy(f, raw)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestReadFollowingOfArchives checks what may be in an archive as a whole: 64 MiB of files,
// unpacked, whatever their headers say, and none that are archives themselves.
func TestReadFollowingOfArchives(t *testing.T) {
	t.Parallel()
	inner := string(many(t, 1))
	bomb, list := packed(t, "Following.txt", strings.Repeat(megabyte, 8)), packed(t, "Following.txt", textExport)
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"as much as there may be": {many(t, 64), nil},
		"many small files":        {many(t, 65), community.ErrExportSize},
		"one file, named often":   {repeated(t, 65), community.ErrExportSize},
		"named often, but small":  {repeated(t, 9), nil},

		"an archive alone":            {packed(t, "Following.zip", inner), community.ErrNotExport},
		"an archive that says text":   {packed(t, "Following.txt", inner), community.ErrNoFollowing},
		"an archive that says JSON":   {packed(t, "user_data_tiktok.json", inner), community.ErrNotExport},
		"archives in archives in one": {packed(t, "x.zip", string(packed(t, "Following.zip", inner))), community.ErrNotExport},

		"a bomb":                  {bomb, community.ErrPacked},
		"says that it is smaller": {lying(t, bomb, func(h *zip.FileHeader) { h.UncompressedSize64 = 1000 }), community.ErrBroken},
		"says that it is nothing": {lying(t, bomb, func(h *zip.FileHeader) { h.UncompressedSize64 = 0 }), community.ErrBroken},
		"says that it is larger":  {lying(t, list, func(h *zip.FileHeader) { h.UncompressedSize64 = 900 << 10 }), community.ErrBroken},
		"says that it is huge":    {lying(t, list, func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 62 }), community.ErrExportSize},
		"says more is packed":     {lying(t, bomb, func(h *zip.FileHeader) { h.CompressedSize64 = 20 << 20 }), community.ErrBroken},
		"says it is not packed":   {lying(t, bomb, func(h *zip.FileHeader) { h.UncompressedSize64, h.CompressedSize64 = 1<<20, 1<<20 }), community.ErrBroken},
		"says less is packed":     {lying(t, list, func(h *zip.FileHeader) { h.CompressedSize64 = 9 }), community.ErrBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := community.ReadFollowing("x.zip", c.data)
			if !errors.Is(err, c.want) || err == nil && len(f.Follows) == 0 {
				t.Errorf("%d names, %v; want %v", len(f.Follows), err, c.want)
			}
		})
	}
}
