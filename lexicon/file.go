package lexicon

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A dictionary file is, in little-endian numbers (those within sections are of [fixedSize] bytes):
//
//	magic     8 bytes
//	version   uint32, see fileVersion
//	checksum  uint32, CRC-32C of all that follows
//	date      int64, Unix seconds of the release
//	entries   uint32
//	sections  sectionCount × (offset uint32, length uint32), offsets from the start of the file
//	…         the sections
//	digest    SHA-256 of all before it
const (
	fileMagic   = "magpie\r\n"
	fileVersion = 1
	headerSize  = 8 + 4 + 4 + 8 + 4 + 8*sectionCount
)

// The sections of a book.
const (
	sectionHeads     = iota // where each headword begins in sectionText, and the end
	sectionText             // headwords, folded, in the order of their bytes
	sectionFirst            // (rune, number of the first headword that begins with it), and the end
	sectionWeights          // a byte a headword: how common it is
	sectionPostings         // of each headword its entry, or where its entries stand in sectionNumbers
	sectionNumbers          // numbers of entries, after how many there are
	sectionSyllables        // all numbered syllables, a line each
	sectionPieces           // where each piece of a gloss begins in sectionSpelling, and the end
	sectionSpelling         // the pieces that glosses are made of
	sectionRecords          // where each entry begins in sectionEntries, and the end
	sectionEntries          // the entries
	sectionRanks            // a byte an entry: how common it is
	sectionSearch           // the index of search.go
	sectionCount
)

// sections are the parts of a book, in a file or in memory.
type sections [sectionCount][]byte

// Verify checks every byte of a built dictionary and reads every entry. The errors are those of [Open].
func Verify(file string) (Release, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Release{}, opening(file, err)
	}
	if len(data) < headerSize+sha256.Size {
		return Release{}, fmt.Errorf("verify %s: %w", file, ErrCorrupt)
	}
	release, parts, err := readSections(data)
	if err != nil {
		return Release{}, fmt.Errorf("verify %s: %w", file, err)
	}
	body, digest := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], digest) {
		return Release{}, fmt.Errorf("verify %s: %w", file, ErrCorrupt)
	}
	if err := newBook(release, parts).check(); err != nil {
		return Release{}, fmt.Errorf("verify %s: %w", file, err)
	}
	return release, nil
}

// writeFile writes a book to a file, which is whole or as it was before, whatever happens.
func writeFile(file string, release Release, parts sections) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	err = errors.Join(encode(temp, release, parts), temp.Chmod(0o644), temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

// syncFolder makes a rename last. Systems that cannot sync a folder need not.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

// encode writes the file part by part.
func encode(w io.Writer, release Release, parts sections) error {
	le := binary.LittleEndian
	head := le.AppendUint64(nil, uint64(release.Date.Unix()))
	head = le.AppendUint32(head, uint32(release.Entries))
	at := headerSize
	for _, part := range parts {
		head = le.AppendUint32(head, uint32(at))
		head = le.AppendUint32(head, uint32(len(part)))
		at += len(part)
	}
	sum := crc32.Checksum(head, castagnoli())
	for _, part := range parts {
		sum = crc32.Update(sum, castagnoli(), part)
	}
	start := le.AppendUint32([]byte(fileMagic), fileVersion)
	start = append(le.AppendUint32(start, sum), head...)
	digest := sha256.New()
	out := io.MultiWriter(w, digest)
	for _, part := range append([][]byte{start}, parts[:]...) {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	_, err := w.Write(digest.Sum(nil))
	return err
}

// castagnoli is the table of CRC-32C, which processors compute by themselves.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// checkSum reads a file once and compares its checksum. It does so through a small buffer, so that
// what is mapped into memory stays untouched until it is needed.
func checkSum(file io.ReaderAt, size int64) error {
	var header [16]byte
	if _, err := file.ReadAt(header[:], 0); err != nil {
		return ErrCorrupt
	}
	if string(header[:8]) != fileMagic {
		return ErrCorrupt
	}
	if binary.LittleEndian.Uint32(header[8:]) > fileVersion {
		return ErrNewer
	}
	sum := crc32.New(castagnoli())
	if _, err := io.CopyBuffer(sum, io.NewSectionReader(file, 16, size-16-sha256.Size), make([]byte, 64<<10)); err != nil {
		return err
	}
	if sum.Sum32() != binary.LittleEndian.Uint32(header[12:]) {
		return ErrCorrupt
	}
	return nil
}

// readSections finds the parts of a file. It trusts nothing in it.
func readSections(data []byte) (Release, sections, error) {
	le := binary.LittleEndian
	var parts sections
	switch {
	case len(data) < headerSize+sha256.Size || string(data[:8]) != fileMagic:
		return Release{}, parts, ErrCorrupt
	case le.Uint32(data[8:]) > fileVersion:
		return Release{}, parts, ErrNewer
	case le.Uint32(data[8:]) != fileVersion:
		return Release{}, parts, ErrNotBuilt // of an older version: to be built again
	}
	release := Release{Source: CEDICT, Date: time.Unix(int64(le.Uint64(data[16:])), 0).UTC(), Entries: int(le.Uint32(data[24:]))}
	for i := range parts {
		at := uint64(le.Uint32(data[28+8*i:]))
		end := at + uint64(le.Uint32(data[32+8*i:]))
		if at < headerSize || end > uint64(len(data)-sha256.Size) {
			return Release{}, parts, ErrCorrupt
		}
		parts[i] = data[at:end:end]
	}
	return release, parts, nil
}

// opening says why a file could not be opened.
func opening(file string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("open %s: %w: %w", file, ErrNotBuilt, fs.ErrNotExist)
	}
	return fmt.Errorf("open dictionary: %w", err)
}
