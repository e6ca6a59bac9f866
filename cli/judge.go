package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"magpie/lexicon"
	"magpie/news"
)

func judgeCommand(settings func() (Settings, error)) *cobra.Command {
	j := &judging{settings: settings}
	cmd := &cobra.Command{
		Use:   "judge --topic TOPIC < ITEMS",
		Short: "Say which items belong to a topic, and why",
		Long: "Reads items from the standard input and prints each with \"score\" (from 0 to 1), \"keep\" (true or false) and \"reasons\" (texts).\n" +
			itemFields + "\n\n" +
			"How old items are does not matter unless --now says what time it is: those over three days old are then dropped, and scores fall by half each day.",
		Example: "  magpie judge --topic tiktok-ban < items.jsonl\n" +
			"  magpie judge --topic-file birds.yaml --now 2026-11-21T12:00:00Z < items.jsonl",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return j.run(cmd) },
	}
	cmd.Flags().StringVar(&j.topic, "topic", "", "name or title of a topic that comes with Magpie")
	cmd.Flags().StringVar(&j.file, "topic-file", "", "a topic of your own, as YAML: must (lists of words), should, not, patterns")
	cmd.Flags().StringVar(&j.now, "now", "", "the time to judge as of, such as 2026-11-21T12:00:00Z")
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return UsageError{err} })
	return cmd
}

// A judging is one call of judge.
type judging struct {
	settings         func() (Settings, error)
	topic, file, now string // flags
}

func (j *judging) run(cmd *cobra.Command) error {
	var now time.Time
	if j.now != "" {
		var err error
		if now, err = parseItemTime(j.now); err != nil {
			return UsageError{fmt.Errorf("--now: %w", err)}
		}
	}
	s, err := j.settings()
	if err != nil {
		return err
	}
	d, err := openLexicon(s.Data, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	err = j.judge(cmd, d, now)
	if errors.Is(err, syscall.EPIPE) {
		err = nil // nobody wants to read more
	}
	return errors.Join(err, d.Close())
}

// judge judges the lines of the standard input, as of a time if there is one.
func (j *judging) judge(cmd *cobra.Command, d *lexicon.Dictionary, now time.Time) error {
	reader := news.NewReader(func() *lexicon.Dictionary { return d })
	topic, err := j.find(reader)
	if err != nil {
		return UsageError{err}
	}
	judge := news.NewJudge(reader, []news.Topic{topic})
	out := bufio.NewWriter(cmd.OutOrStdout())
	err = readItems(cmd, func(line itemLine, more bool) error {
		at := now
		if at.IsZero() {
			at = line.Item.Published
		}
		v := judge.Item(line.Item, at)
		reasons := []string{}
		for _, r := range v.Reasons {
			reasons = append(reasons, judgeReason(r))
		}
		err := errors.Join(line.with("score", v.Score), line.with("keep", v.Kept), line.with("reasons", reasons), line.write(out))
		if err == nil && !more {
			err = out.Flush() // somebody may wait for it
		}
		return err
	})
	return errors.Join(err, out.Flush())
}

// find is the topic that was asked for.
func (j *judging) find(r *news.Reader) (news.Topic, error) {
	switch {
	case j.topic != "" && j.file != "":
		return news.Topic{}, errors.New("--topic and --topic-file exclude each other")
	case j.file != "":
		return readTopic(r, j.file)
	}
	presets, err := news.Presets()
	if err != nil {
		return news.Topic{}, err
	}
	var names []string
	for _, t := range presets {
		names = append(names, t.Name)
		titled := slices.ContainsFunc([]string{"en", "zh-CN", "zh-TW"}, func(lang string) bool { return strings.EqualFold(t.TitleIn(lang), j.topic) })
		if strings.EqualFold(t.Name, j.topic) || titled {
			return t, nil
		}
	}
	if j.topic == "" {
		return news.Topic{}, fmt.Errorf("which topic? --topic takes one of %s; --topic-file takes a file", strings.Join(names, ", "))
	}
	return news.Topic{}, fmt.Errorf("no topic %q; there are %s", j.topic, strings.Join(names, ", "))
}

func readTopic(r *news.Reader, path string) (news.Topic, error) {
	f, err := os.Open(path)
	if err != nil {
		return news.Topic{}, err
	}
	defer f.Close()
	t, err := news.ReadTopic(io.LimitReader(f, maxFile))
	if err == nil {
		err = news.CheckTopic(r, t)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return t, err
}

// judgeReasons are the words for reasons of the judge, in English, with their arguments.
var judgeReasons = map[string]string{
	news.Mentions:  "mentions %s",
	news.HoursOld:  "%s hours old",
	news.OffTopic:  "off topic",
	news.Lacks:     "mentions %s, but none of: %s",
	news.Weak:      "mentions %s only in passing: score %s, threshold %s",
	news.Excluded:  "has %q, which the topic excludes",
	news.ByPattern: "matches %q, which the topic excludes",
	news.NoPattern: "matches none of the patterns",
	news.TooOld:    "%s hours old, too old for news",
}

func judgeReason(r news.Reason) string {
	args := make([]any, len(r.Args))
	for i, a := range r.Args {
		args[i] = a
	}
	return fmt.Sprintf(judgeReasons[r.Key], args...)
}
