package phrase_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"magpie/phrase"
)

func cells(t phrase.Table) [][]string {
	var all [][]string
	for _, row := range t.Rows {
		all = append(all, row.Cells)
	}
	return all
}

func TestReadTable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		file    string
		columns []string
		want    [][]string
	}{
		{"comma", "你好,hello\n谢谢,thanks\n", nil, [][]string{{"你好", "hello"}, {"谢谢", "thanks"}}},
		{"without a last line break", "你好,hello", nil, [][]string{{"你好", "hello"}}},
		{"Windows", "Front,Back\r\n你好,hello\r\n", []string{"Front", "Back"}, [][]string{{"你好", "hello"}}},
		{"old Mac", "你好,hello\r谢谢,thanks", nil, [][]string{{"你好", "hello"}, {"谢谢", "thanks"}}},
		{"tab", "你好\thello, you\n谢谢\tthanks\n", nil, [][]string{{"你好", "hello, you"}, {"谢谢", "thanks"}}},
		{"semicolon", "词语;释义\n你好;hello, you\n", []string{"词语", "释义"}, [][]string{{"你好", "hello, you"}}},
		{"semicolon, as Excel says", "sep=;\n你好;hello\n", nil, [][]string{{"你好", "hello"}}},
		{"pipe", "你好 | hello\n", nil, [][]string{{"你好", "hello"}}},
		{"one column", "你好\n谢谢\n", nil, [][]string{{"你好"}, {"谢谢"}}},
		{"quotes", "\"a \"\"b\"\"\",\"c,\nd\"\n", nil, [][]string{{`a "b"`, "c,\nd"}}},
		{"a quote within", "5\" x,y\n", nil, [][]string{{`5" x`, "y"}}},
		{"a space behind quotes", "\"a\" ,b\n", nil, [][]string{{"a", "b"}}},
		{"empty rows and cells", "\n,,\n你好,,hello\n ,\n", nil, [][]string{{"你好", "", "hello"}}},
		{"formulas", "=1+1,+2\n-x,@y\n'=1+1,'quoted'\n''x,it's\n", nil, [][]string{{"=1+1", "+2"}, {"-x", "@y"}, {"=1+1", "'quoted'"}, {"'x", "it's"}}},
		{"hashtags", "#今日话题,topic\n", nil, [][]string{{"#今日话题", "topic"}}},
		{"Anki", "#separator:tab\n#html:false\n#columns:Front\tBack\n你好\thello\n\"#x\"\t'=y\n", []string{"Front", "Back"},
			[][]string{{"你好", "hello"}, {"#x", "'=y"}}},
		{"Anki with HTML", "#separator:Semicolon\n#html:true\n\"你好<br><b>nǐ&nbsp;hǎo</b>\";\"a &lt; b <i\"\n", nil,
			[][]string{{"你好\nnǐ hǎo", "a < b <i"}}},
		{"names that are words too", "中文,Chinese\n", nil, [][]string{{"中文", "Chinese"}}},
	} {
		got, err := phrase.ReadTable([]byte(test.file))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.want, cells(got)); diff != "" || !slices.Equal(test.columns, got.Columns) {
			t.Errorf("%s: columns %q\n%s", test.name, got.Columns, diff)
		}
	}
}

func TestReadTableNumbersRows(t *testing.T) {
	t.Parallel()
	got, err := phrase.ReadTable([]byte("Front,Back\n\n你好,\"two\nlines\"\n谢谢,thanks\n\"open,oh\n再见,bye\n好,\"open,oh\n是,\"yes\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []phrase.Row{{3, []string{"你好", "two\nlines"}}, {5, []string{"谢谢", "thanks"}}, {7, []string{"再见", "bye"}}, {9, []string{"是", "yes"}}}
	if diff := cmp.Diff(want, got.Rows); diff != "" || !slices.Equal(got.Bad, []int{6, 8}) {
		t.Errorf("bad %v\n%s", got.Bad, diff)
	}
}

// Each encoding is told from the others, in short texts and long ones.
func TestReadTableEncodings(t *testing.T) {
	t.Parallel()
	simple := "你好,hello\n我们一起学习中文吧，好不好？,shall we learn Chinese together?\n红烧肉,braised pork\n"
	traditional := "你好,hello\n我們一起學習中文吧，好不好？,shall we learn Chinese together?\n臺灣的夜市很熱鬧,night markets\n"
	for _, test := range []struct {
		name string
		as   encoding.Encoding
		text string
	}{
		{"UTF-8", unicode.UTF8, simple},
		{"UTF-8", unicode.UTF8BOM, traditional},
		{"UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), simple},
		{"UTF-16", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), simple},
		{"UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), simple},
		{"UTF-16", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), traditional},
		{"GB18030", simplifiedchinese.GBK, simple},
		{"GB18030", simplifiedchinese.GB18030, simple + "𠮷野家,Yoshinoya\n"},
		{"Big5", traditionalchinese.Big5, traditional},
		{"GB18030", simplifiedchinese.GBK, "你好,hello\n"},
		{"Big5", traditionalchinese.Big5, "謝謝大家,thanks\n"},
	} {
		data, err := test.as.NewEncoder().Bytes([]byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := phrase.ReadTable(data)
		if err != nil || got.Encoding != test.name {
			t.Errorf("%s: %s, %v", test.name, got.Encoding, err)
			continue
		}
		want, err := phrase.ReadTable([]byte(test.text))
		if diff := cmp.Diff(cells(want), cells(got)); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", test.name, err, diff)
		}
	}
}

func TestReadTableRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file string
		want error
	}{
		"nothing":        {"", phrase.ErrEmpty},
		"spaces":         {" \n\t\n", phrase.ErrEmpty},
		"a byte order":   {"\xef\xbb\xbf", phrase.ErrEmpty},
		"commas":         {",,,\n,,\n", phrase.ErrEmpty},
		"names alone":    {"Front,Back\n", phrase.ErrEmpty},
		"a workbook":     {"PK\x03\x04\x14\x00\x06\x00", phrase.ErrPackage},
		"an old one":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", phrase.ErrPackage},
		"a picture":      {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", phrase.ErrNotText},
		"a document":     {"%PDF-1.7\n1 0 obj", phrase.ErrNotText},
		"Latin-1":        {"caf\xe9,coffee\nna\xefve,na\xefve\n", phrase.ErrEncoding},
		"broken UTF-16":  {"\xff\xfe\x00\xd8,\x00a\x00", phrase.ErrEncoding},
		"NUL in UTF-16":  {"\xff\xfea\x00\x00\x00b\x00", phrase.ErrNotText},
		"what is random": {"\x9c\xff\xfe\xfd\x80\x81\x82\xff", phrase.ErrEncoding},
	} {
		if _, err := phrase.ReadTable([]byte(test.file)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

func bigTable(rows int) []byte {
	var b bytes.Buffer
	for i := range rows {
		fmt.Fprintf(&b, "词%d,cí,\"word, number %d\"\n", i, i)
	}
	return b.Bytes()
}

// A file of too many rows is refused with their number.
func TestReadTableCountsRows(t *testing.T) {
	t.Parallel()
	_, err := phrase.ReadTable(bigTable(100_000))
	var many *phrase.TooManyRowsError
	if !errors.As(err, &many) || many.Rows != 100_000 {
		t.Error(err)
	}
	if got, err := phrase.ReadTable(bigTable(phrase.MaxRows)); err != nil || len(got.Rows) != phrase.MaxRows {
		t.Error(len(got.Rows), err)
	}
}

// Files made to take long do not.
func TestReadTableTakesLittleTime(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"open quotes":  strings.Repeat("\"\n", 500_000),
		"open quotes ": strings.Repeat("\"a,", 500_000),
		"quotes":       strings.Repeat(`"`, 1_000_000),
		"commas":       strings.Repeat(",", 1_000_000),
		"tags":         "#html:true\n" + strings.Repeat("<", 1_000_000),
	} {
		begun := time.Now()
		_, _ = phrase.ReadTable([]byte(file))
		if took := time.Since(begun); took > time.Minute { // in proportion to the square it would be hours
			t.Errorf("%s: %s", name, took)
		}
	}
}

// hardCells are texts that could be lost on the way through a file.
var hardCells = []string{
	"你好", "", "a,b", "a\tb", `say "hi"`, "two\nlines", "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'", "''", "'=1", "'a", "#tag", "# a", "sep=;", "，",
}

func TestTablesComeBack(t *testing.T) {
	t.Parallel()
	want := phrase.Table{Columns: []string{"Front", "Back", "Note"}}
	for i, a := range hardCells {
		b := hardCells[(i+5)%len(hardCells)]
		want.Rows = append(want.Rows, phrase.Row{Cells: []string{a, b, "x"}})
	}
	for name, file := range map[string][]byte{"CSV": want.CSV(), "Anki": want.Anki("A\ndeck")} {
		got, err := phrase.ReadTable(file)
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(cells(want), cells(got)); diff != "" || !slices.Equal(got.Columns, want.Columns) || len(got.Bad) > 0 {
			t.Errorf("%s: columns %q, bad %v\n%s\n%s", name, got.Columns, got.Bad, diff, file)
		}
	}
}

// No cell of an exported file begins as a formula does.
func TestCSVHasNoFormulas(t *testing.T) {
	t.Parallel()
	var table phrase.Table
	for _, cell := range hardCells {
		table.Rows = append(table.Rows, phrase.Row{Cells: []string{cell, cell}})
	}
	file := table.CSV()
	if !bytes.HasPrefix(file, []byte("\xef\xbb\xbf")) {
		t.Error("no byte order mark, so that spreadsheets take it for another encoding")
	}
	for _, line := range strings.Split(string(file[3:]), "\r\n") {
		for _, cell := range strings.Split(line, ",") {
			if cell = strings.TrimPrefix(cell, `"`); cell != "" && strings.ContainsAny(cell[:1], "=+-@\t") {
				t.Errorf("%q", line)
			}
		}
	}
}

func FuzzReadTable(f *testing.F) {
	for _, seed := range []string{
		"你好,hello\n", "#separator:tab\n#html:true\na\tb<br>\n", "\"a\n", "\xff\xfea\x00\n\x00", "\xc4\xe3\xba\xc3,hello\n", "sep=;\n;;", "sep=", "1\t1,", "\"\"\"\n\",'=x",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := phrase.ReadTable(data)
		if err != nil {
			return
		}
		table.Cards(asItIs)
		for _, file := range [][]byte{table.CSV(), table.Anki("x")} {
			again, err := phrase.ReadTable(file)
			if len(table.Rows) == 0 {
				continue
			}
			if err != nil {
				t.Fatalf("what was written cannot be read: %v\n%q", err, file)
			}
			rows := slices.Concat(cells(again))
			if again.Columns != nil {
				rows = append([][]string{again.Columns}, rows...)
			}
			want := cells(table)
			if table.Columns != nil {
				want = append([][]string{table.Columns}, want...)
			}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Fatalf("%q\n%s", file, diff)
			}
		}
	})
}

func BenchmarkReadTable(b *testing.B) {
	for name, rows := range map[string]int{"2000 rows": 2000, "100000 rows, refused": 100_000} {
		file := bigTable(rows)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = phrase.ReadTable(file)
			}
		})
	}
}
