package lexicon

import (
	"cmp"
	"encoding/binary"
	"errors"
	"iter"
	"maps"
	"slices"
	"sort"
)

// A searchIndex finds the entries of one book by hanzi, pinyin and English. It lives in the bytes it was opened on.
// Damaged bytes make it find less or the wrong thing; they never make it fail.
type searchIndex struct {
	pinyin   table // toneless pinyin, joined: nihao; also =yyds for what is written with Latin letters or digits
	initials table // first letters of the syllables: nh
	senses   table // whole English senses, folded: get up
	words    table // single words of English senses
	hanzi    table // single hanzi of either script
	from     entrySource
}

var errIndex = errors.New("the search index is damaged")

// openSearch opens what buildSearch has made of the entries of a book. It does not copy data.
func openSearch(data []byte, from entrySource) (searchIndex, error) {
	x := searchIndex{from: from}
	for _, t := range []*table{&x.pinyin, &x.initials, &x.senses, &x.words, &x.hanzi} {
		part, rest, ok := cutPart(data)
		if !ok || !t.open(part) {
			return searchIndex{}, errIndex
		}
		data = rest
	}
	return x, nil
}

// A part of the index stands behind its length.
func appendPart(data, part []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(data, uint32(len(part))), part...)
}

func cutPart(data []byte) (part, rest []byte, ok bool) {
	if len(data) < 4 {
		return nil, nil, false
	}
	size := int(binary.LittleEndian.Uint32(data))
	if data = data[4:]; size > len(data) {
		return nil, nil, false
	}
	return data[:size], data[size:], true
}

// A table leads from keys, which are in order, to values. Its bytes are the number of its blocks, where each of them
// starts, and the blocks. A block has up to blockKeys keys; for each: how many bytes it shares with the key before it in
// the block, the length of the rest, the rest, the length of the value, the value.
type table struct {
	starts []byte // four bytes a block
	blocks []byte
}

const blockKeys = 16

// newTable makes one. write appends what a key leads to.
func newTable[V any](values map[string]V, write func(to []byte, value V) []byte) []byte {
	keys := slices.AppendSeq(make([]string, 0, len(values)), maps.Keys(values))
	slices.Sort(keys)
	var starts, blocks, value []byte
	last := ""
	for i, key := range keys {
		shared := 0
		if i%blockKeys == 0 {
			starts = binary.LittleEndian.AppendUint32(starts, uint32(len(blocks)))
		} else {
			for shared < min(len(key), len(last)) && key[shared] == last[shared] {
				shared++
			}
		}
		blocks = binary.AppendUvarint(blocks, uint64(shared))
		blocks = appendBytes(blocks, key[shared:])
		value = write(value[:0], values[key])
		blocks = appendBytes(blocks, value)
		last = key
	}
	return append(appendPart(nil, starts), blocks...)
}

func appendBytes[S string | []byte](to []byte, s S) []byte {
	return append(binary.AppendUvarint(to, uint64(len(s))), s...)
}

func (t *table) open(data []byte) (ok bool) {
	t.starts, t.blocks, ok = cutPart(data)
	return ok && len(t.starts)%4 == 0
}

// block returns the bytes from the start of a block on.
func (t *table) block(i int) []byte {
	start := binary.LittleEndian.Uint32(t.starts[4*i:])
	return t.blocks[min(int(start), len(t.blocks)):]
}

// head returns the first key of a block, which shares nothing with another.
func (t *table) head(i int) []byte {
	_, n := binary.Uvarint(t.block(i))
	key, _, _ := cutBytes(t.block(i)[max(n, 0):])
	return key
}

// from yields the keys from one on, with their values. Both are only good until the next.
func (t *table) from(key string) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		count := len(t.starts) / 4
		first := sort.Search(count, func(i int) bool {
			return string(t.head(i)) > key
		})
		var at []byte
		for i := max(first-1, 0); i < count; i++ {
			rest, ok := t.block(i), true
			for range blockKeys {
				var value []byte
				if at, value, rest, ok = cutKey(at, rest); !ok {
					break
				}
				if string(at) >= key && !yield(at, value) {
					return
				}
			}
		}
	}
}

// cutKey takes one key and its value off the front of a block. The key is written over the one before it.
func cutKey(before, data []byte) (key, value, rest []byte, ok bool) {
	shared, n := binary.Uvarint(data)
	if n <= 0 || shared > uint64(len(before)) {
		return before, nil, nil, false
	}
	suffix, data, ok := cutBytes(data[n:])
	if !ok {
		return before, nil, nil, false
	}
	value, rest, ok = cutBytes(data)
	return append(before[:shared], suffix...), value, rest, ok
}

func cutBytes(data []byte) (part, rest []byte, ok bool) {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, nil, false
	}
	return data[n : n+int(size)], data[n+int(size):], true
}

// get returns the value of a key, nil if it is not there.
func (t *table) get(key string) []byte {
	for k, value := range t.from(key) {
		if string(k) == key {
			return value
		}
		break
	}
	return nil
}

// prefix yields the keys that start with p, with their values.
func (t *table) prefix(p string) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for k, value := range t.from(p) {
			if len(k) < len(p) || string(k[:len(p)]) != p || !yield(k, value) {
				return
			}
		}
	}
}

// A hit is an entry that a key leads to.
type hit struct {
	entry int
	score int // up to 255; eight points are worth e times the frequency
	kind  kind
}

// A kind is what is known of the English sense of a hit.
type kind uint8

const (
	isVerb kind = 1 << iota // it stood with "to"
	isName                  // it begins with a capital letter

	kindBits = 2
)

func appendHits(data []byte, hits []hit) []byte {
	for _, h := range hits {
		data = binary.AppendUvarint(data, uint64(h.entry)<<kindBits|uint64(h.kind))
		data = append(data, uint8(h.score))
	}
	return data
}

// hits yields the hits of a value, best first.
func (x *searchIndex) hits(value []byte) iter.Seq[hit] {
	return func(yield func(hit) bool) {
		for len(value) > 0 {
			n, size := binary.Uvarint(value)
			if size <= 0 || size >= len(value) || n>>kindBits >= uint64(x.from.len()) {
				return
			}
			if !yield(hit{int(n >> kindBits), int(value[size]), kind(n & (1<<kindBits - 1))}) {
				return
			}
			value = value[size+1:]
		}
	}
}

// appendNumbers writes entries, which must be in order.
func appendNumbers(data []byte, entries []int) []byte {
	last := 0
	for _, e := range entries {
		data = binary.AppendUvarint(data, uint64(e-last))
		last = e
	}
	return data
}

// numbers returns the entries of a value, in order.
func (x *searchIndex) numbers(value []byte) []int {
	var all []int
	last := uint64(0)
	for len(value) > 0 {
		n, size := binary.Uvarint(value)
		if last += n; size <= 0 || n >= uint64(x.from.len()) || last >= uint64(x.from.len()) {
			break
		}
		all = append(all, int(last))
		value = value[size:]
	}
	return all
}

// both returns what two ordered lists share.
func both(a, b []int) []int {
	var shared []int
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0], b[0]) {
		case -1:
			a = a[1:]
		case 1:
			b = b[1:]
		default:
			shared = append(shared, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return shared
}

// either returns what stands in one of two ordered lists.
func either(a, b []int) []int {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// A best keeps the hits with the highest scores, each entry once.
type best struct {
	hits []hit
	size int
}

// fits reports whether a hit is good enough to be kept.
func (b *best) fits(h hit) bool {
	return len(b.hits) < b.size || b.size > 0 && h.score > b.hits[b.size-1].score
}

// add keeps a hit, if it is good enough and not there with a better score; it reports whether it was good enough.
func (b *best) add(h hit) bool {
	if !b.fits(h) {
		return false
	}
	if i := slices.IndexFunc(b.hits, func(o hit) bool { return o.entry == h.entry }); i >= 0 {
		if b.hits[i].score >= h.score {
			return true
		}
		b.hits = slices.Delete(b.hits, i, i+1)
	}
	at := sort.Search(len(b.hits), func(i int) bool { return b.hits[i].score < h.score })
	b.hits = slices.Insert(b.hits, at, h)
	b.hits = b.hits[:min(len(b.hits), b.size)]
	return true
}
