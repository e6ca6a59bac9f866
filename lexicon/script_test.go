package lexicon

import "testing"

func TestScriptOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want Script
	}{
		{"", None}, {"hello 123 😂", None}, {"你好", Either}, {"中文", Either}, {"后来", Simplified}, {"後來", Traditional},
		{"这是简体中文", Simplified}, {"這是繁體中文", Traditional}, {"这 這", Mixed}, {"皇后在里面吃面", Either}, {"頭发", Mixed},
		{"軟體和软件", Mixed}, {"カタカナ", None},
	}
	for _, test := range tests {
		if got := ScriptOf(test.text); got != test.want {
			t.Errorf("script of %s is %s, want %s", test.text, got, test.want)
		}
	}
}

// conversions hold with the whole dictionary and with the core lexicon alone.
var conversions = []struct{ simplified, traditional string }{
	{"他的头发很长，发展得很好。", "他的頭髮很長，發展得很好。"},
	{"皇后在后面的房间里。", "皇后在後面的房間裡。"},
	{"只有一只猫和两只狗。", "只有一隻貓和兩隻狗。"},
	{"他干了这杯，衣服很干净。", "他乾了這杯，衣服很乾淨。"},
	{"我在台湾吃面，对面是电视台。", "我在台灣吃麵，對面是電視台。"},
	{"这是什么系统？没关系。", "這是什麼系統？沒關係。"},
	{"复习和重复，回复我。", "複習和重複，回覆我。"},
	{"几个小时以后，云很多。", "幾個小時以後，雲很多。"},
	{"说话、为了、里面、着急", "說話、為了、裡面、著急"},
	{"周末、一周、周先生", "週末、一週、周先生"},
	{"准备、批准、不准", "準備、批准、不准"},
	{"游泳、旅游、游戏", "游泳、旅遊、遊戲"},
	{"松树、放松、轻松", "松樹、放鬆、輕鬆"},
	{"手表、表示、表演", "手錶、表示、表演"},
	{"范围、模范、姓范", "範圍、模範、姓范"},
	{"制造、制度、限制", "製造、制度、限制"},
	{"借口、借钱、凭借", "藉口、借錢、憑藉"},
	{"丑陋、小丑", "醜陋、小丑"},
	{"收获、获得", "收穫、獲得"},
	{"词汇、外汇、汇款", "詞彙、外匯、匯款"},
	{"冲突、冲水", "衝突、沖水"},
	{"日历、历史、经历", "日曆、歷史、經歷"},
	{"尽快、尽力", "儘快、盡力"},
	{"杂志、志愿", "雜誌、志願"},
	{"向往、方向", "嚮往、方向"},
	{"战斗、一斗米", "戰鬥、一斗米"},
	{"别致、细致、致电", "別緻、細緻、致電"},
	{"计划、划船", "計畫、划船"},
	{"T恤和卡拉OK，hello 猫。", "T恤和卡拉OK，hello 貓。"},
}

func TestTraditional(t *testing.T) {
	t.Parallel()
	t.Run("core", func(t *testing.T) {
		t.Parallel()
		checkConversions(t, coreDictionary(t))
	})
	t.Run("built", func(t *testing.T) {
		t.Parallel()
		checkConversions(t, builtDictionary(t))
	})
}

func checkConversions(t *testing.T, d *Dictionary) {
	t.Helper()
	for _, c := range conversions {
		if got := d.Traditional(c.simplified); got != c.traditional {
			t.Errorf("traditional\n got %s\nwant %s", got, c.traditional)
		}
		if got := d.Simplify(c.traditional); got != c.simplified {
			t.Errorf("simplified\n got %s\nwant %s", got, c.simplified)
		}
	}
}

func TestRegional(t *testing.T) {
	t.Parallel()
	d := coreDictionary(t)
	for _, text := range []string{"这个视频的信息", "這個視頻的信息"} {
		got := d.Regional(text)
		if len(got) != 2 || got[0].Start != 2 || got[0].Length != 2 || got[0].Taiwan != "影片" || got[1].Start != 5 || got[1].Taiwan != "訊息" {
			t.Errorf("regional words of %s are %v", text, got)
		}
	}
	if got := d.Regional("今天天气很好"); got != nil {
		t.Errorf("regional words are %v, want none", got)
	}
}
