package lexicon

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestOpenMissing(t *testing.T) {
	t.Parallel()
	_, err := Open(filepath.Join(t.TempDir(), "none"))
	if !errors.Is(err, ErrNotBuilt) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error is %v, want ErrNotBuilt and fs.ErrNotExist", err)
	}
	if _, err := Verify(filepath.Join(t.TempDir(), "none")); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("error of Verify is %v, want ErrNotBuilt", err)
	}
}

// TestOpenDamaged damages a good file in every way, and wants the right error from Open and Verify.
func TestOpenDamaged(t *testing.T) {
	t.Parallel()
	good, err := os.ReadFile(smallFile(t))
	if err != nil {
		t.Fatal(err)
	}
	check := func(t *testing.T, data []byte, want error) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "damaged")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(file); !errors.Is(err, want) {
			t.Errorf("error is %v, want %v", err, want)
		}
		if _, err := Verify(file); !errors.Is(err, want) {
			t.Errorf("error of Verify is %v, want %v", err, want)
		}
	}
	t.Run("cut short", func(t *testing.T) {
		t.Parallel()
		for part := range 16 {
			check(t, good[:len(good)*part/16], ErrCorrupt)
		}
		check(t, good[:len(good)-1], ErrCorrupt)
	})
	t.Run("one bit", func(t *testing.T) {
		t.Parallel()
		for i := 12; i < len(good)-sha256.Size; i += 997 {
			data := append([]byte(nil), good...)
			data[i] ^= 0x10
			check(t, data, ErrCorrupt)
		}
	})
	t.Run("something else", func(t *testing.T) {
		t.Parallel()
		check(t, make([]byte, 4096), ErrCorrupt)
	})
	t.Run("newer", func(t *testing.T) {
		t.Parallel()
		data := append([]byte(nil), good...)
		data[8]++
		check(t, data, ErrNewer)
	})
	t.Run("older", func(t *testing.T) {
		t.Parallel()
		data := append([]byte(nil), good...)
		data[8]--
		check(t, data, ErrNotBuilt)
	})
}

// TestVerifyDigest finds what a checksum of 32 bits, which anyone can mend, does not.
func TestVerifyDigest(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(smallFile(t))
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-sha256.Size-1] ^= 1
	mend(data)
	file := filepath.Join(t.TempDir(), "changed")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(file); !errors.Is(err, ErrCorrupt) {
		t.Errorf("error is %v, want ErrCorrupt", err)
	}
}

// mend makes the checksum of a changed file right again.
func mend(data []byte) {
	body := data[16 : len(data)-sha256.Size]
	binary.LittleEndian.PutUint32(data[12:], crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
}

func TestVerify(t *testing.T) {
	t.Parallel()
	release, err := Verify(smallFile(t))
	want := Release{Source: CEDICT, Date: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Entries: 40}
	if err != nil || release != want {
		t.Errorf("release is %v, %v; want %v", release, err, want)
	}
}

// TestReplace opens a file, builds another in its place, and goes on with the first.
func TestReplace(t *testing.T) {
	t.Parallel()
	file := smallFile(t)
	d, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := os.Rename(smallFile(t), file); err != nil {
		t.Fatal(err)
	}
	if got := d.Lookup("猫"); len(got) != 1 || got[0].Glosses[0] == "" {
		t.Errorf("after it was replaced, the dictionary has %v", got)
	}
}

// FuzzOpen opens damaged files whose checksum is right and asks them for everything: answers may be wrong, that is all.
func FuzzOpen(f *testing.F) {
	good, err := os.ReadFile(smallFile(f))
	if err != nil {
		f.Fatal(err)
	}
	for i := uint32(0); i < 40; i++ {
		f.Add(i*977, i, i*31)
	}
	f.Add(uint32(28), uint32(0xFFFFFFFF), uint32(32))
	f.Fuzz(func(t *testing.T, at, value, length uint32) {
		data := append([]byte(nil), good[:len(good)-int(length%64)]...)
		if i := 12 + int(at)%(len(data)-16); i+4 <= len(data) {
			binary.LittleEndian.PutUint32(data[i:], value)
		}
		if len(data) > sha256.Size+16 {
			mend(data)
		}
		file := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Open(file)
		if err != nil {
			return
		}
		defer d.Close()
		askEverything(d)
		_, _ = Verify(file)
	})
}

func askEverything(d *Dictionary) {
	b := d.books[len(d.books)-1]
	for i := range min(b.len(), 200) {
		b.entry(i)
		b.weight(i)
	}
	for i := range min(b.heads.len(), 200) {
		d.Lookup(string(b.heads.bytes(i)))
	}
	const text = "我家的猫咪在北京大学的银行里 T恤 卡拉OK，頭髮發展得很好 12 二十五"
	d.Words(text)
	d.Traditional(text)
	d.Simplify(text)
	d.Regional(text)
	d.Search("mao", 5)
	d.Search("cat", 5)
	d.Complete("bei", 5)
	d.Chinese("hair", 5)
}
