package commands

import (
	"context"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/outbox"
)

// A DigestStore keeps digests and what became of them.
type DigestStore interface {
	DigestFinder
	DigestEditor
	DigestStopper
	DigestRuns
	DigestLetters
	Follower
	TopicStore
	TopicDrafts
}

// A DigestFinder finds digests.
type DigestFinder interface {
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	// Digests are a server's digests that are not deleted.
	Digests(ctx context.Context, server string) ([]news.Digest, error)
	// DeletedDigests are those that can still come back.
	DeletedDigests(ctx context.Context, server string) ([]news.Digest, error)
}

// A DigestEditor saves what moderators settle; both report false if another digest
// of the server has the name.
type DigestEditor interface {
	CreateDigest(ctx context.Context, d news.Digest, ch community.Change) (bool, error)
	// EditDigest lets edit change a digest as it is by now, and returns it, empty if
	// it is gone.
	EditDigest(ctx context.Context, id string, edit func(*news.Digest), ch community.Change) (news.Digest, bool, error)
}

// A DigestStopper stops digests and lets them run again; all report whether that
// changed anything.
type DigestStopper interface {
	PauseDigest(ctx context.Context, id, why string, ch community.Change) (bool, error)
	ResumeDigest(ctx context.Context, id string, next time.Time, ch community.Change) (bool, error)
	DeleteDigest(ctx context.Context, id string, ch community.Change) (bool, error)
	UndeleteDigest(ctx context.Context, id string, next time.Time, ch community.Change) (bool, error)
}

// DigestRuns keeps what digests posted.
type DigestRuns interface {
	DigestHistory
	// SaveRun saves a run, its messages and the digest's next run together. It reports
	// false if that slot ran before, or the digest was changed since it was read as d.
	SaveRun(ctx context.Context, d news.Digest, r news.Run, next time.Time, messages []outbox.Message) (bool, error)
	// Runs are the last n runs, the latest first.
	Runs(ctx context.Context, digest string, n int) ([]news.Run, error)
	Run(ctx context.Context, id string) (news.Run, bool, error)
}

// DigestLetters are messages that could not be sent.
type DigestLetters interface {
	DeadLetters(ctx context.Context, server string) ([]outbox.Message, error)
	// Retry sends the dead messages of a group to a channel after all.
	Retry(ctx context.Context, group, channel string, ch community.Change) (bool, error)
}

// A Follower makes servers follow feeds, and reports false for those they follow.
type Follower interface {
	Follow(ctx context.Context, server string, f news.Feed, ch community.Change) (bool, error)
}
