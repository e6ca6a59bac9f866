package character

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// The file has
//
//	a line with the format's number, then the licence of the strokes, for people
//	blocks of up to 64 characters' records, each deflated: lengths and records
//	the index: numbers of characters and drawn ones; the characters; length and CRC-32 of each block
//	the tail, of fixed size: where the blocks and where the index begin, the CRC-32 of head and index, "PIE\n"
//
// in that order. Numbers are varints, but of fixed size and little-endian in the tail;
// a character is given by its distance from the one before it.

const (
	format    = 1
	title     = "Magpie characters, format "
	ending    = "PIE\n"
	tailSize  = 8 + 8 + 4 + len(ending)
	blockSize = 64
	maxBlock  = 4 << 20 // bytes of a block, unpacked; real ones have some 40,000
	maxHead   = 1 << 16 // bytes before the blocks; real ones have some 7,000
	maxIndex  = 4 << 20 // bytes
)

// Errors of [Open] and [Verify].
var (
	ErrNotBuilt = errors.New("the characters have not been built") // there is no file (it comes with fs.ErrNotExist), or one of an older version
	ErrCorrupt  = errors.New("the file of characters is damaged")
	ErrNewer    = errors.New("the file of characters was built by a newer version of Magpie")
)

// A Release says how much is in a file.
type Release struct {
	Characters int // all
	Drawn      int // those whose strokes are known
}

// A block is where some characters stand in the file.
type block struct {
	offset, length int64
	sum            uint32
}

// Characters are those in a file. It may be used by several goroutines at once.
type Characters struct {
	file    *os.File
	release Release
	runes   []rune // in order
	blocks  []block
}

// Open opens a file that [Build] made. What is wrong with the file is told by
// [ErrNotBuilt], [ErrCorrupt] and [ErrNewer].
func Open(file string) (*Characters, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open %s: %w: %w", file, ErrNotBuilt, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("open characters: %w", err)
	}
	cs := &Characters{file: f}
	if err := cs.readIndex(); err != nil {
		f.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	return cs, nil
}

// Close closes the file. Characters that were found before keep their strokes.
func (cs *Characters) Close() error { return cs.file.Close() }

// Release says how much is in the file.
func (cs *Characters) Release() Release { return cs.release }

// Character finds a character. It is false if the character is not in the file, or
// cannot be read from it, which [Verify] tells apart.
func (cs *Characters) Character(r rune) (Character, bool) {
	i, found := slices.BinarySearch(cs.runes, r)
	if !found {
		return Character{}, false
	}
	records, err := cs.records(i / blockSize)
	if err != nil {
		return Character{}, false
	}
	c, err := decode(r, records[i%blockSize])
	return c, err == nil
}

// Verify reads a whole file and checks everything in it.
func Verify(file string) (Release, error) {
	cs, err := Open(file)
	if err != nil {
		return Release{}, err
	}
	defer cs.Close()
	for b := range cs.blocks {
		records, err := cs.records(b)
		if err != nil {
			return Release{}, fmt.Errorf("verify %s: %w", file, err)
		}
		for i, record := range records {
			if _, err := decode(cs.runes[b*blockSize+i], record); err != nil {
				return Release{}, fmt.Errorf("verify %s: %w: %w", file, ErrCorrupt, err)
			}
		}
	}
	return cs.release, nil
}

// readIndex checks head and tail and reads the index.
func (cs *Characters) readIndex() error {
	info, err := cs.file.Stat()
	if err != nil {
		return err
	}
	if err := checkTitle(cs.file); err != nil {
		return err
	}
	tail := make([]byte, tailSize)
	end := info.Size() - int64(tailSize)
	if _, err := cs.file.ReadAt(tail, end); err != nil || string(tail[20:]) != ending {
		return ErrCorrupt
	}
	first, at := int64(binary.LittleEndian.Uint64(tail)), int64(binary.LittleEndian.Uint64(tail[8:]))
	if first < 0 || first > maxHead || at < first || at > end || end-at > maxIndex {
		return ErrCorrupt
	}
	checked := make([]byte, first+end-at) // head and index
	_, err1 := cs.file.ReadAt(checked[:first], 0)
	_, err2 := cs.file.ReadAt(checked[first:], at)
	if err1 != nil || err2 != nil || crc32.ChecksumIEEE(checked) != binary.LittleEndian.Uint32(tail[16:]) {
		return ErrCorrupt
	}
	return cs.parseIndex(checked[first:], first, at)
}

// checkTitle reads the first line, which tells whether we can read the rest.
func checkTitle(file io.ReaderAt) error {
	head := make([]byte, len(title)+8)
	n, err := file.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return err
	}
	line, _, found := strings.Cut(string(head[:n]), "\n")
	number, ours := strings.CutPrefix(line, title)
	var have int
	if _, err := fmt.Sscanf(number, "%d", &have); !found || !ours || err != nil || have < 1 {
		return ErrCorrupt
	}
	switch {
	case have > format:
		return ErrNewer
	case have < format:
		return ErrNotBuilt
	}
	return nil
}

// parseIndex reads the index of blocks between first and end.
func (cs *Characters) parseIndex(index []byte, first, end int64) error {
	r := reader{in: index}
	cs.release.Characters = r.count()
	cs.release.Drawn = int(r.number())
	var last rune
	for range cs.release.Characters {
		last += rune(r.number())
		cs.runes = append(cs.runes, last)
	}
	for range (len(cs.runes) + blockSize - 1) / blockSize {
		b := block{offset: first, length: int64(r.number()), sum: uint32(r.number())}
		if first += b.length; b.length > end || first > end {
			return ErrCorrupt
		}
		cs.blocks = append(cs.blocks, b)
	}
	if r.err != nil || first != end || !slices.IsSorted(cs.runes) {
		return ErrCorrupt
	}
	return nil
}

// records reads the records of a block.
func (cs *Characters) records(number int) ([][]byte, error) {
	b := cs.blocks[number]
	packed := make([]byte, b.length)
	if _, err := cs.file.ReadAt(packed, b.offset); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if crc32.ChecksumIEEE(packed) != b.sum {
		return nil, ErrCorrupt
	}
	all, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxBlock))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	r := reader{in: all}
	var records [][]byte
	for range min(blockSize, len(cs.runes)-number*blockSize) {
		records = append(records, r.bytes())
	}
	if r.err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, r.err)
	}
	return records, nil
}
