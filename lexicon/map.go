package lexicon

import (
	"crypto/sha256"
	"os"
)

// mapFile checks a file and gives its bytes, for as long as close has not been called.
func mapFile(name string) (data []byte, close func() error, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() < headerSize+sha256.Size || info.Size() > 1<<30 {
		return nil, nil, ErrCorrupt
	}
	if err := checkSum(file, info.Size()); err != nil {
		return nil, nil, err
	}
	return mapped(file, int(info.Size()))
}
