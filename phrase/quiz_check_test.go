package phrase

import "testing"

func TestCheckTyped(t *testing.T) {
	t.Parallel()
	item := func(hanzi, traditional, pinyin string, english ...string) Item {
		return Item{Chinese: Wording{hanzi, traditional}, Pinyin: ReadingOf(pinyin), English: english}
	}
	hello := item("你好！", "你好！", "nǐ hǎo", "hello; hi")
	trash := item("垃圾", "垃圾", "lājī", "garbage, trash")
	trash.Taiwan = []string{"le4", "se4"}
	friend := item("朋友", "朋友", "péngyou", "a friend (of somebody)")
	study := item("学习", "學習", "xuéxí", "to study; to learn")
	tasks := map[TaskKind]func(Item) Task{}
	for _, kind := range TaskKinds {
		tasks[kind] = func(right Item) Task {
			return Task{Kind: kind, Right: 1, Items: []Item{item("冰箱", "冰箱", "bīngxiāng", "fridge"), right, item("标签", "標籤", "biāoqiān", "studs"), hello}}
		}
	}
	for _, test := range []struct {
		kind  TaskKind
		right Item
		typed string
		want  Verdict
	}{
		{TellPinyin, hello, "nǐ hǎo", Right},
		{TellPinyin, hello, "Nǐhǎo!", Right},
		{TellPinyin, hello, "ni3hao3", Right},
		{TellPinyin, hello, "ní hǎo", Right}, // as it is said
		{TellPinyin, hello, "ni hao", Toneless},
		{TellPinyin, hello, "NIHAO", Toneless},
		{TellPinyin, hello, "nì hǎo", WrongTones},
		{TellPinyin, hello, "ni hou", Wrong},
		{TellPinyin, hello, "", Wrong},
		{TellPinyin, hello, "你好", Wrong},
		{TellPinyin, friend, "péngyǒu", Right}, // a neutral tone takes any
		{TellPinyin, friend, "penhyou", Slipped},
		{TellPinyin, study, "xuexi", Toneless},
		{TellPinyin, study, "xuexu", Wrong}, // another word, not a slip
		{TellPinyin, trash, "lèsè", Right},
		{TellPinyin, trash, "lājī", Right},
		{TellPinyin, trash, "lese", Toneless},
		{SayChinese, hello, "你好", Right},
		{SayChinese, hello, " 你好。", Right},
		{SayChinese, hello, "您好", Wrong},
		{SayChinese, study, "學習", Right},
		{Understand, study, "学习", Right},
		{ReadHanzi, hello, "Hi", Right},
		{ReadHanzi, hello, "HELLO!!", Right},
		{ReadHanzi, hello, "helo", Wrong}, // too short to forgive
		{ReadHanzi, friend, "friend", Right},
		{ReadHanzi, friend, "the friend", Right},
		{ReadHanzi, friend, "freind", Slipped},
		{ReadHanzi, friend, "enemy", Wrong},
		{ReadHanzi, study, "learn", Right},
		{ReadHanzi, study, "to study", Right},
		{ReadHanzi, study, "studz", Slipped},
		{ReadHanzi, study, "studs", Wrong}, // another choice
		{ReadHanzi, trash, "trash", Right},
		{SayEnglish, trash, "Garbage", Right},
		{SayEnglish, trash, "   ", Wrong},
	} {
		if got := tasks[test.kind](test.right).Check(test.typed); got != test.want {
			t.Errorf("%s %s: %q is %s, not %s", test.kind, test.right.Chinese.Simplified, test.typed, got, test.want)
		}
	}
}

// Nothing that is typed makes it fail, and only what holds the answer is right.
func FuzzCheckTyped(f *testing.F) {
	for _, typed := range []string{"nǐ hǎo", "hello", "你好", "", "()", "a ", "\xff", "ü̈ː3", "(((", "ni3'hao5"} {
		f.Add(typed)
	}
	item := Item{Chinese: Wording{"你好", "你好"}, Pinyin: []string{"ni3", "hao3"}, English: []string{"hello"}}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, kind := range []TaskKind{TellPinyin, SayChinese, ReadHanzi} {
			verdict := Task{Kind: kind, Items: []Item{item}}.Check(typed)
			if verdict.Counts() && len(foldText(typed)) < 4 {
				t.Errorf("%q is %s for %s", typed, verdict, kind)
			}
		}
	})
}
