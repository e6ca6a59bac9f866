package web

import "time"

// samples are what was said on the demo server before anybody came, so that a
// message's menu has something to act on.
var samples = []struct {
	channel, author, lang string
	ago                   time.Duration
	text                  string
}{
	{ChatChannel, "小雨", "zh-CN", 52 * time.Minute, "大家早！新来的朋友别客气，这里说中文、说英文都行。"},
	{ChatChannel, "Maple", "en", 47 * time.Minute, "Morning! I opened my RedNote account last night. Everyone under my first post wrote 种草 and I have no idea if I should be flattered."},
	{ChatChannel, "小雨", "zh-CN", 45 * time.Minute, "哈哈，种草就是看了你的分享，自己也想买。是夸你呢！"},
	{ChatChannel, "阿哲", "zh-TW", 31 * time.Minute, "我們這邊會說「被推坑」。晚點把影片傳到社群，大家有空再看。"},
	{ChatChannel, "Maple", "en", 12 * time.Minute, "ngl this place is lowkey cozy. Paying my cat tax tonight, no cap."},
	{StoriesChannel, "Maple", "en", 26 * time.Hour, "I had 300 videos and no idea where to start, so I saved ten a day. Two weeks in, the ones I love are all on my own disk."},
}

// seed adds the samples to a chat that begins at now.
func seed(c *chat, now time.Time) {
	for _, s := range samples {
		m := message{Channel: s.channel, Lang: s.lang, At: now.Add(-s.ago), Text: s.text}
		for _, p := range personas {
			if p.Name == s.author {
				m.Author = p.ID
			}
		}
		if s.channel == StoriesChannel {
			m.Title = "How I saved my videos"
		}
		c.add(m)
	}
}
