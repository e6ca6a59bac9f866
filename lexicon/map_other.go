//go:build !unix

package lexicon

import "os"

// mapped reads the whole file.
func mapped(file *os.File, size int) (data []byte, close func() error, err error) {
	data = make([]byte, size)
	if _, err := file.ReadAt(data, 0); err != nil {
		return nil, nil, err
	}
	return data, func() error { return nil }, nil
}
