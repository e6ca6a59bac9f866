package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// englishCardKey begins the keys of English words that readers of Chinese learn.
const englishCardKey = "english."

// cards are up to n of the text's words as choices of cards, the ones that are harder
// to know first; the value is the card's key.
func (x *explanation) cards(n int) []slash.Choice {
	var choices []slash.Choice
	seen := map[string]bool{}
	add := func(key, name string) {
		if len(choices) < n && !seen[key] && utf8.RuneCountInString(key) <= slash.MaxChoiceText {
			seen[key] = true
			choices = append(choices, slash.Choice{Name: slash.Cut(name, slash.MaxChoiceText), Value: key})
		}
	}
	for _, p := range x.phrases {
		add(entryName(phrase.Match{Phrase: &p}), entryTitle(x.Voice, phrase.Match{Phrase: &p}))
	}
	for _, s := range x.slang {
		if !s.Hidden() {
			add(entryName(phrase.Match{Slang: s.Slang}), s.text+" — "+s.Meaning.In(x.Lang))
		}
	}
	if x.Lang != phrase.English {
		for _, w := range x.englishWords(false) {
			add(englishCardKey+w.english, w.english+" — "+w.chinese)
		}
	}
	if x.Lang == phrase.English {
		for _, w := range x.hardest() {
			add(wordCardKey(w.Entry), w.Text+" "+x.spelled(w)+" — "+w.Gloss)
		}
	}
	return choices
}

// hardest are the Chinese words that a card can be made of, the rare ones first.
func (x *explanation) hardest() []lexicon.Word {
	var words []lexicon.Word
	for _, w := range x.words {
		if teachable(w) {
			words = append(words, w)
		}
	}
	slices.SortStableFunc(words, func(a, b lexicon.Word) int {
		return cmp.Compare(cmp.Or(b.Entry.Band, rarest), cmp.Or(a.Entry.Band, rarest))
	})
	return words
}

// teachable reports whether a card can be made of a word.
func teachable(w lexicon.Word) bool {
	return w.Kind == lexicon.Hanzi && w.Known && w.Entry.Mark == "" && w.Entry.Source != lexicon.Glossary && len(w.Entry.Glosses) > 0 && !particle(w)
}

// teaches reports whether there is any card to make.
func (x *explanation) teaches() bool {
	switch {
	case len(x.phrases) > 0, slices.ContainsFunc(x.slang, func(s spottedSlang) bool { return !s.Hidden() }):
		return true
	case x.Lang == phrase.English:
		return slices.ContainsFunc(x.words, teachable)
	}
	return len(x.englishWords(false)) > 0
}

// rarest is the band of words that are as rare as words whose band nobody knows.
const rarest = 6

// offerWords lets the reader choose which words to save.
func (e *explainFeature) offerWords(ctx context.Context, c *slash.Call, in explainRef) (slash.Reply, error) {
	x, err := e.again(ctx, c, in.Text)
	if err != nil {
		return slash.Reply{}, err
	}
	choices := x.cards(slash.MaxChoices)
	if len(choices) == 0 {
		return slash.Reply{}, c.Sorry(c.T("explain.no_words"), c.T("safe.nothing_changed"), slash.Try("cards"))
	}
	return slash.Say(c.T("explain.choose_words")).
		With(e.keep.Menu(c.Label("explain.words"), explainWords{Text: in.Text}, choices...)).As(slash.Anew), nil
}

// saveWords makes cards of the words that the reader chose.
func (e *explainFeature) saveWords(ctx context.Context, c *slash.Call, in explainWords) (slash.Reply, error) {
	x, err := e.again(ctx, c, in.Text)
	if err != nil {
		return slash.Reply{}, err
	}
	offered := x.cards(slash.MaxChoices)
	var cards []phrase.Card
	for _, key := range in.Words {
		if !slices.ContainsFunc(offered, func(o slash.Choice) bool { return o.Value == key }) {
			continue // not from this menu
		}
		if card, ok := e.card(x, key); ok {
			cards = append(cards, card)
		}
	}
	if len(cards) == 0 {
		return slash.Reply{}, c.Sorry(c.T("cards.no_source"), c.T("safe.nothing_changed"), slash.Try("cards"))
	}
	added, err := e.Cards.Store.AddCards(ctx, c.Person.ID, cards...)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save the words of a message: %w", err)
	}
	return addedCards(c, added)
}

// card is the card that a key of the menu names.
func (e *explainFeature) card(x *explanation, key string) (phrase.Card, bool) {
	word, english := strings.CutPrefix(key, englishCardKey)
	if !english {
		card, _, ok := e.cards.keyed(key, x.Lang)
		return card, ok
	}
	meaning := x.inChinese(word)
	return phrase.Card{
		Source: phrase.Own, Lang: x.Lang, Front: phrase.Wording{Simplified: word, Traditional: word}, Meaning: meaning, Ask: phrase.AskMeaning,
	}, meaning != ""
}

// otherScript is the text in the script that it is not in, "" if it has no script.
func (x *explanation) otherScript() string {
	switch x.script {
	case lexicon.Simplified:
		return x.dictionary.Traditional(x.Text)
	case lexicon.Traditional, lexicon.Mixed:
		return x.dictionary.Simplify(x.Text)
	}
	return ""
}

func (e *explainFeature) otherScript(ctx context.Context, c *slash.Call, in explainRef) (slash.Reply, error) {
	x, err := e.again(ctx, c, in.Text)
	if err != nil {
		return slash.Reply{}, err
	}
	return bareText(c, x.otherScript()), nil
}

// copyText answers with the bare text and, for those who read it, its reading.
func (e *explainFeature) copyText(ctx context.Context, c *slash.Call, in explainRef) (slash.Reply, error) {
	x, err := e.again(ctx, c, in.Text)
	if err != nil {
		return slash.Reply{}, err
	}
	return bareText(c, strings.TrimSpace(x.Text+"\n"+x.readOut())), nil
}

// readOut is the reading of a whole Chinese text, "" for those who need none.
func (x *explanation) readOut() string {
	if !x.chinese || x.reader.reading([]string{"ma1"}, "妈") == "" {
		return ""
	}
	var out strings.Builder
	var before lexicon.Kind
	for _, w := range x.dictionary.Words(x.Text) {
		text := w.Text
		if reading := x.reader.reading(w.Pinyin, w.Text); reading != "" {
			text = reading
			if before == lexicon.Hanzi || before == lexicon.Latin || before == lexicon.Number {
				out.WriteByte(' ')
			}
		} else if before == lexicon.Hanzi && (w.Kind == lexicon.Latin || w.Kind == lexicon.Number) {
			out.WriteByte(' ')
		}
		out.WriteString(text)
		before = w.Kind
	}
	return out.String()
}

// copyLength is how long a text may be to be shown rather than handed out as a file.
const copyLength = 2500

// bareText is a text alone, to be copied.
func bareText(c *slash.Call, text string) slash.Reply {
	if utf8.RuneCountInString(text) <= copyLength {
		return slash.Say(slash.Plain(text)).As(slash.Anew)
	}
	return slash.Say(c.T("explain.as_file")).With(slash.File{Name: "text.txt", Data: []byte(text)}).As(slash.Anew)
}
