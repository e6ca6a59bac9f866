package character

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// write writes a file beside its place, and moves it there when it is complete.
func write(file string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".new-*")
	if err != nil {
		return fmt.Errorf("write characters: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("write characters: %w", err)
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// pack makes the content of a file.
func pack(licence string, records map[rune][]byte, release Release) ([]byte, error) {
	out := fmt.Appendf(nil, "%s%d\n%s\n\n%s\n", title, format, Credit, licence)
	first := len(out)
	runes := slices.Sorted(maps.Keys(records))
	var index writer
	index.count(release.Characters)
	index.count(release.Drawn)
	var last rune
	for _, r := range runes {
		index.count(int(r - last))
		last = r
	}
	for some := range slices.Chunk(runes, blockSize) {
		packed, err := packBlock(some, records)
		if err != nil {
			return nil, err
		}
		index.count(len(packed))
		index.count(int(crc32.ChecksumIEEE(packed)))
		out = append(out, packed...)
	}
	at := len(out)
	out = append(out, index.out...)
	out = binary.LittleEndian.AppendUint64(out, uint64(first))
	out = binary.LittleEndian.AppendUint64(out, uint64(at))
	sum := crc32.Update(crc32.ChecksumIEEE(out[:first]), crc32.IEEETable, index.out)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return append(out, ending...), nil
}

func packBlock(runes []rune, records map[rune][]byte) ([]byte, error) {
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("pack characters: %w", err)
	}
	for _, r := range runes {
		_, err = z.Write(binary.AppendUvarint(nil, uint64(len(records[r]))))
		if err == nil {
			_, err = z.Write(records[r])
		}
		if err != nil {
			return nil, fmt.Errorf("pack characters: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack characters: %w", err)
	}
	return packed.Bytes(), nil
}
