package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"magpie/character"
	"magpie/lexicon"
)

// dictionaryAge is the age of a release at which words that everybody uses by now may
// be missing.
const dictionaryAge = 180 * 24 * time.Hour

// lookAtDictionary looks at what is built for look-ups. Without it Magpie works with
// less, so nothing here is a failure.
func lookAtDictionary(_ context.Context, s Settings) []finding {
	return []finding{wordsFinding(s.Data, time.Now()), charactersFinding(s.Data), fontsFinding(s.Data)}
}

func wordsFinding(folder string, now time.Time) finding {
	release, err := openedRelease(filepath.Join(folder, DictionaryFile))
	age := now.Sub(release.Date)
	switch {
	case errors.Is(err, lexicon.ErrNotBuilt):
		return finding{warn, "dictionary", "none: only the words that come with Magpie are known", "the bot builds it at its start if it can; now: magpie dictionary"}
	case err != nil:
		return finding{warn, "dictionary", err.Error(), advice(err, lexicon.ErrNewer)}
	case !release.Date.IsZero() && age > dictionaryAge:
		return finding{warn, "dictionary", fmt.Sprintf("%s: %d days old", releaseText(release), int(age.Hours()/24)), "magpie dictionary --update"}
	}
	return finding{good, "dictionary", releaseText(release), ""}
}

func charactersFinding(folder string) finding {
	characters, err := character.Open(filepath.Join(folder, CharactersFile))
	switch {
	case errors.Is(err, character.ErrNotBuilt):
		return finding{warn, "characters", "none: how they are written is not shown", "install npm and run magpie dictionary, or give it the packages with --packages"}
	case err != nil:
		return finding{warn, "characters", err.Error(), advice(err, character.ErrNewer)}
	}
	defer characters.Close()
	return finding{good, "characters", charactersText(characters.Release()), ""}
}

// advice is what to do about a file that cannot be used.
func advice(err, newer error) string {
	if errors.Is(err, newer) {
		return "run that version again, or move the file aside and run magpie dictionary"
	}
	return "build it again: magpie dictionary"
}
