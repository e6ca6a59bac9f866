package commands

import (
	"strings"
	"unicode/utf8"

	"magpie/lexicon"
	"magpie/news"
	"magpie/phrase"
	"magpie/slash"
)

// A headlineGloss says word by word, in one line, what headlines in the other language
// say: to those who read English all Chinese words, to others the English ones that
// they may not know.
type headlineGloss struct {
	slash.Voice
	reader     reader
	dictionary *lexicon.Dictionary
}

const (
	headlineWords = 14 // told of one headline
	headlineSense = 24 // characters of one word's sense
)

// of is an item's headline word by word, labelled as such; nothing if no word is known.
func (g headlineGloss) of(it news.Item) []slash.Content {
	x := &explanation{
		Voice: g.Voice, recentText: recentText{Text: it.Title}, reader: g.reader, dictionary: g.dictionary,
		chinese: lexicon.HasHanzi(it.Title), script: lexicon.ScriptOf(it.Title), words: g.dictionary.Words(it.Title),
	}
	words := x.shortChinese()
	if g.Lang != phrase.English {
		words = x.shortEnglish()
	}
	if len(words) == 0 {
		return nil
	}
	return []slash.Content{g.T("story.gloss", slash.Join(" · ", words[:min(len(words), headlineWords)]...))}
}

// shortChinese are the text's Chinese words that its reader may want to know, each once.
func (x *explanation) shortChinese() []slash.Content {
	var words []slash.Content
	seen := map[string]bool{}
	for _, w := range x.words {
		if w.Kind != lexicon.Hanzi || w.Gloss == "" || seen[w.Text] || particle(w) {
			continue
		}
		seen[w.Text] = true
		sense, _, _ := strings.Cut(w.Gloss, ";")
		words = append(words, slash.Join(" ", x.read(w), slash.In(phrase.English, slash.Cut(sense, headlineSense))))
	}
	return words
}

// shortEnglish are the text's English words that are hard, each with its first Chinese sense.
func (x *explanation) shortEnglish() []slash.Content {
	var words []slash.Content
	for _, w := range x.englishWords(false) {
		sense, _, _ := strings.Cut(w.chinese, x.Label("list.separator"))
		if utf8.RuneCountInString(sense) <= headlineSense {
			words = append(words, slash.Join(" ", slash.In(phrase.English, w.english), slash.In(x.reader.lang(), sense)))
		}
	}
	return words
}
