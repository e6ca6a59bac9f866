package lexicon

import "testing"

func TestCommon(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for band := 1; band <= 3; band++ {
		words, err := Common(band)
		if err != nil {
			t.Fatal(err)
		}
		if len(words) < 500 {
			t.Errorf("band %d has %d words", band, len(words))
		}
		for _, w := range words {
			if w.Band != band || w.Mark != "" {
				t.Errorf("%s is of band %d, %q", w.Simplified, w.Band, w.Mark)
			}
			if _, known := seen[w.Simplified]; !known {
				seen[w.Simplified] = len(seen)
			}
		}
	}
	if seen["的"] > 20 || seen["的"] > seen["朋友"] {
		t.Error("not the most common first:", seen["的"], seen["朋友"])
	}
	if words, err := Common(0); len(words) > 0 || err != nil {
		t.Error(len(words), "words that nobody knows how common they are:", err)
	}
}
