package news

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A view is one way to look at the reports of a batch: which features count, and how rare each is.
type view struct {
	bridge  bool // only what can be the same in two languages
	numbers map[uint64]int32
	df      []int32 // by number, in how many reports a feature is
	weights []float32
	usual   map[uint64]float64 // how often features are met beyond this batch
	reports int
	shown   [][]int32 // of each report, the numbers of its features that count, in order
}

// A vector says how much of what is in a report, or in several. Its length is 1.
type vector []share // by number

type share struct {
	feature int32 // its number in the view
	weight  float32
}

// How much a feature weighs, by where it comes from; found by trying on headlines of our own.
const (
	beneathTitle  = 0.5 // only in the summary
	unspecific    = 0.7 // a concept such as a fine, which is not the name of anything
	bridging      = 1.5 // a concept, for other languages: it is surer than a dictionary's gloss
	trivialAmount = 0.3
	onlyOne       = 0.7 // only in this report, so that nothing can be alike in it
)

// A batch is taken for a part of a larger one, since in a small one everything looks common.
const background = 30

// everyday is how often some concepts are met in the news that Magpie reads, which a small batch does not show.
var everyday = map[string]float64{
	"tiktok": .5, "united-states": .3, "china": .25, "ban": .2, "social-media": .2, "rednote": .15, "bytedance": .15, "trump": .15,
	"app-store": .05, "minors": .05, "ai": .05, "creator": .05,
}

// telling is how many reports show by themselves which words are common.
const telling = 100

// usualWords are words that many reports have whatever they are about, which a small batch does not show
// either, and usually in how many of all they are taken to be.
var usualWords = strings.Fields(`sample test example made-up people man woman child year month week day time hour minute world country government
	official company firm business group team member user app platform site online video photo post story plan move decision issue problem
	question answer change number part place way thing case point side start begin end open close call ask want need use find show
	know think see look come go take give keep help work try leave turn face hold meet expect add set run put seek warn urge claim
	announce confirm deny first last next big small high low good bad top major latest early late local national public
	公司 平台 用户 网友 消息 问题 情况 方面 工作 活动 内容 视频 影片 账号 帐号 官方 发布 公布 宣布 推出 开始 结束 继续 发现 出现 引发 导致
	影响 认为 希望 需要 支持 使用 最新 重要 主要 相关 全球 国家 地区 政府 人员 人士 专家 示例 例子 测试 虚构`)

const usually = .1

func newView(reports []report, bridge bool) *view {
	v := &view{
		bridge: bridge, numbers: map[uint64]int32{}, usual: map[uint64]float64{}, reports: len(reports), shown: make([][]int32, len(reports)),
	}
	var last []int // by number, the report that had it last
	for i := range reports {
		v.shown[i] = make([]int32, 0, len(reports[i].features))
		for _, f := range reports[i].features {
			if !v.shows(f) {
				continue
			}
			n, ok := v.numbers[f.id]
			if !ok {
				n = int32(len(v.df))
				v.numbers[f.id] = n
				v.df, last = append(v.df, 0), append(last, -1)
			}
			v.shown[i] = append(v.shown[i], n)
			if last[n] != i {
				last[n] = i
				v.df[n]++
			}
		}
	}
	v.weights = make([]float32, len(v.df))
	for n, df := range v.df {
		v.weights[n] = float32(rare(float64(df), v.reports))
		if df == 1 {
			v.weights[n] *= onlyOne
		}
	}
	for concept, often := range everyday {
		v.expect(featureID(conceptFeature, concept), often)
	}
	if v.reports >= telling {
		return v
	}
	for _, word := range usualWords {
		if unicode.Is(unicode.Han, runeAt(word, 0)) {
			v.expect(featureID(hanFeature, word), usually)
		} else {
			v.expect(featureID(wordFeature, stem(word)), usually)
		}
	}
	return v
}

// expect notes how often a feature is met beyond this batch.
func (v *view) expect(id uint64, often float64) {
	v.usual[id] = often
	if n, ok := v.numbers[id]; ok {
		v.weights[n] = float32(rare(float64(v.df[n])+often*background, v.reports))
	}
}

// rare is the inverse document frequency, which grows slowly beyond what only one report in fifty has:
// a word that nobody else uses says no more of the story than a word that a few do.
func rare(df float64, reports int) float64 {
	const slow, pace = 4, .2
	idf := max(math.Log((float64(reports)+background)/df), .01)
	return min(idf, slow) + max(idf-slow, 0)*pace
}

// shows reports whether a feature counts in a view.
func (v *view) shows(f feature) bool {
	if v.bridge {
		return f.kind != hanFeature
	}
	return f.kind != glossFeature
}

// common is the part of reports that have a feature, without some of those of the batch, of which so many have it.
func (v *view) common(id uint64, without, having int) float64 {
	n, ok := v.numbers[id]
	if !ok {
		return v.usual[id]
	}
	return (float64(v.df[n]) - float64(having) + v.usual[id]*background) / float64(v.reports-without+background)
}

// vector is what a report says, given its number. A feature counts once, where it weighs most.
func (v *view) vector(r *report, number int) vector {
	shown := v.shown[number]
	all := make(vector, 0, len(shown))
	for _, f := range r.features {
		if v.shows(f) {
			n := shown[len(all)]
			all = append(all, share{n, v.weight(f, r.reading) * v.weights[n]})
		}
	}
	slices.SortFunc(all, func(a, b share) int {
		return cmp.Or(cmp.Compare(a.feature, b.feature), cmp.Compare(b.weight, a.weight))
	})
	return slices.CompactFunc(all, func(a, b share) bool { return a.feature == b.feature }).unit()
}

func (v *view) weight(f feature, in *Reading) float32 {
	w := f.weight
	switch {
	case f.kind == conceptFeature && v.bridge:
		w *= bridging
	case f.kind == conceptFeature && !f.name:
		w *= unspecific
	}
	if !in.headlines(f) {
		w *= beneathTitle
	}
	return w
}

// unit scales a vector to length 1.
func (v vector) unit() vector {
	square := 0.0
	for _, s := range v {
		square += float64(s.weight) * float64(s.weight)
	}
	length := float32(math.Sqrt(square))
	for i := range v {
		v[i].weight /= length
	}
	return v
}

// sum is the direction of several vectors together.
func sum(vectors []vector) vector {
	all := slices.Concat(vectors...)
	slices.SortStableFunc(all, func(a, b share) int { return cmp.Compare(a.feature, b.feature) })
	out := all[:0]
	for _, s := range all {
		if n := len(out); n > 0 && out[n-1].feature == s.feature {
			out[n-1].weight += s.weight
		} else {
			out = append(out, s)
		}
	}
	return out.unit()
}
