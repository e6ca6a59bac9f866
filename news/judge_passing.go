package news

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What stands around the name of a service that is named in passing: as the place where
// something was seen, said or became known, which is no news of the service. Folded.
var (
	// "went viral on TikTok"; the first and one of the second, or of the third.
	passingPrepositions = []string{"on", "via", "across", "in", "to"}
	passingBefore       = []string{
		"viral", "seen", "video", "videos", "clip", "clips", "post", "posts", "posted", "posting", "shared", "shares", "sharing",
		"trend", "trends", "trending", "famous", "fame", "popular", "hit", "star", "stars", "sensation", "live", "livestreamed", "said",
		"says", "wrote", "writes", "announced", "revealed", "confessed", "reveals", "account", "uploaded", "took", "takes", "discovered", "found", "series", "everyone",
	}
	// "a TikTok trend", "小红书网友"
	passingAfter = []string{
		"video", "videos", "clip", "clips", "post", "posts", "trend", "trends", "dance", "dances", "star", "stars", "challenge", "famous",
		"fame", "sensation", "hit", "recipe", "recipes", "hack", "hacks", "meme", "filter", "prank", "pranks", "stunt", "stunts", "feud", "made me",
		"视频", "影片", "短片", "网友", "网红", "挑战", "舞", "爆红", "走红", "热门", "笔记", "帖子", "发文", "po文", "贴文", "名人", "平台上的",
		"上发", "上晒", "上走红", "上爆红", "上疯传", "上看到", "上热传", "上分享", "上流传", "上的视频", "上的影片", "上直播", "直播间",
	}
	passingChinese = []string{"网传", "来源:", "疯传", "红遍", "洗版", "洗板"}
)

// inPassing reports whether a service is named in passing at a place.
func (t *text) inPassing(at span) bool {
	before, after := t.reading.Text[:at.start], strings.TrimLeft(t.reading.Text[at.end:], " \"'")
	for _, word := range passingAfter {
		if rest, ok := strings.CutPrefix(after, word); ok && !(word[0] < utf8.RuneSelf && startsWordy(rest)) {
			return true
		}
	}
	before = strings.TrimRight(before, " \"'")
	for _, word := range passingChinese {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	words := strings.Fields(before[max(0, len(before)-40):])
	if n := len(words); n >= 2 && slices.Contains(passingPrepositions, words[n-1]) {
		return slices.Contains(passingBefore, words[n-2])
	}
	return false
}

func startsWordy(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return wordy(r)
}
