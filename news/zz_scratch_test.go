package news_test

import (
	"testing"
	"time"
	"os"
	"fmt"
	"strings"
	"magpie/lexicon"
)

func TestScratch(t *testing.T) {
	if os.Getenv("SCRATCH") == "" { t.Skip() }
	t0 := time.Now()
	core, _ := lexicon.Core()
	fmt.Println("core", time.Since(t0))
	t0 = time.Now()
	core.Simplify("說")
	fmt.Println("first", time.Since(t0))
	t0 = time.Now()
	n := 0
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		if core.Simplify(string(r)) != string(r) { n++ }
	}
	fmt.Println("table", n, time.Since(t0))
	text := "最高法院週五一致裁定維持TikTok禁令，駁回了字節跳動提出的第一修正案挑戰，這意味著除非出售，否則該應用程式將於1月19日在美國下架。"
	t0 = time.Now()
	for range 1000 { core.Simplify(text) }
	fmt.Println("simplify", len(text), time.Since(t0)/1000)
	t0 = time.Now()
	for range 1000 { core.Words(text) }
	fmt.Println("words", len(text), time.Since(t0)/1000)
	var b strings.Builder
	for _, w := range core.Words(text) { fmt.Fprintf(&b, "%s[%s] ", w.Text, w.Gloss) }
	fmt.Println(b.String())
	fmt.Println(core.Simplify("著名 看著 乾坤 後來 裡面 臺灣 髮型 隻 妳 週 週五 著 乾 製 裏 祂 牠 羣 爲"))
}
