package news_test

import (
	"sync"
	"testing"

	"magpie/lexicon"
	"magpie/news"
)

// coreReader reads with the words that come with Magpie.
var coreReader = sync.OnceValues(freshReader)

// freshReader is a reader that has read nothing yet.
func freshReader() (*news.Reader, error) {
	core, err := lexicon.Core()
	if err != nil {
		return nil, err
	}
	return news.NewReader(func() *lexicon.Dictionary { return core }), nil
}

func reader(t testing.TB) *news.Reader {
	t.Helper()
	r, err := coreReader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}
