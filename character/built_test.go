package character_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"magpie/character"
)

const builtFile = "../build/data/characters.magpie"

// built opens the file that make setup builds of the real data, which CI must have.
func built(t testing.TB) *character.Characters {
	t.Helper()
	cs, err := character.Open(builtFile)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%v; make setup builds it", err)
		}
		t.Skipf("%v; make setup builds it", err)
	}
	t.Cleanup(func() { check(t, cs.Close()) })
	return cs
}

// strokeLetters abbreviate names of strokes in tests.
var strokeLetters = map[rune]character.StrokeName{
	'横': character.Horizontal, '竖': character.Vertical, '撇': character.LeftFalling, '捺': character.RightFalling,
	'点': character.Dot, '提': character.Rising, '亅': character.VerticalHook, '㇂': character.SlantedHook,
	'折': character.Turning, '钩': character.TurningHook,
}

func TestWellKnownStrokes(t *testing.T) {
	t.Parallel()
	cs := built(t)
	for char, strokes := range map[rune]string{
		'一': "横", '十': "横竖", '人': "撇捺", '大': "横撇捺", '木': "横竖撇捺", '天': "横横撇捺", '口': "竖折横", '日': "竖折横横",
		'中': "竖折横竖", '王': "横横竖横", '山': "竖折竖", '水': "亅折撇捺", '小': "亅点点", '心': "点㇂点点", '我': "撇横亅提㇂撇点",
		'永': "点钩折撇捺", '女': "折撇横", '子': "折亅横", '你': "撇竖撇折亅点点", '好': "折撇提折亅横", '打': "横亅提横亅",
		'河': "点点提横竖折横亅", '情': "点点竖横横竖横竖钩横横", '月': "撇钩横横", '儿': "撇钩", '火': "点撇撇捺", '八': "撇捺",
	} {
		c, ok := cs.Character(char)
		var want []character.StrokeName
		for _, letter := range strokes {
			want = append(want, strokeLetters[letter])
		}
		if got := c.StrokeNames(); !ok || !slices.Equal(got, want) {
			t.Errorf("%c: found %t, strokes\n%v, want\n%v", char, ok, got, want)
		}
	}
}

func TestWellKnownComponents(t *testing.T) {
	t.Parallel()
	cs := built(t)
	for char, want := range map[rune]string{
		'好': "left-right 女 子", '明': "left-right 日 月", '字': "top-bottom 宀 子", '国': "enclosed 囗 玉", '回': "enclosed 囗 口",
		'问': "enclosed-above 门 口", '区': "enclosed-left 匚 乂", '病': "enclosed-top-left 疒 丙", '品': "triangle 口 口 口",
		'这': "enclosed-lower-left 辶 文", '這': "enclosed-lower-left 辶 言", '树': "left-right 木 对", '意': "top-bottom 音 心",
		'喜': "top-bottom 士 口 䒑 口", '爱': "top-middle-bottom 爫 冖 友", '鹊': "left-right 昔 鸟", '永': "", '女': "", '口': "", '心': "", '疒': "", '大': "",
	} {
		c, ok := cs.Character(char)
		if got := strings.TrimSpace(string(c.Structure) + " " + strings.Join(c.Components, " ")); !ok || got != want {
			t.Errorf("%c: found %t, %q, want %q", char, ok, got, want)
		}
	}
}

// TestBuiltFile looks at everything in the real file, and draws some of it.
func TestBuiltFile(t *testing.T) {
	t.Parallel()
	cs := built(t)
	release, err := character.Verify(builtFile)
	check(t, err)
	if release.Drawn < 9500 || release.Characters < release.Drawn || release != cs.Release() {
		t.Errorf("holds %+v", release)
	}
	info, err := os.Stat(builtFile)
	check(t, err)
	if info.Size() > 12e6 {
		t.Errorf("%d bytes", info.Size())
	}
	for r := rune(0x4e00); r < 0x9fff; r += 4001 {
		c, ok := cs.Character(r)
		if !ok || c.Strokes == 0 {
			continue
		}
		sheet, err := character.Sheet(c, c, c, c)
		check(t, err)
		animation, err := c.GIF()
		check(t, err)
		if len(sheet) > 40e3 || len(animation) > 60e3 {
			t.Errorf("%c, %d strokes: four of it on a sheet are %d bytes, the animation %d", r, c.Strokes, len(sheet), len(animation))
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	built(b) // or skip
	for b.Loop() {
		cs, err := character.Open(builtFile)
		check(b, err)
		check(b, cs.Close())
	}
}

func BenchmarkCharacter(b *testing.B) {
	cs := built(b)
	for b.Loop() {
		if _, ok := cs.Character('鹊'); !ok {
			b.Fatal("鹊 is not there")
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	c := charactersOf(b, built(b), "鹊")[0]
	for b.Loop() {
		_, err := c.PNG()
		check(b, err)
	}
}

func BenchmarkGIF(b *testing.B) {
	c := charactersOf(b, built(b), "鹊")[0]
	for b.Loop() {
		_, err := c.GIF()
		check(b, err)
	}
}
