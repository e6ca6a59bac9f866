package community

import (
	"slices"
	"testing"
)

func TestDailyPick(t *testing.T) {
	t.Parallel()
	a, b := Daily{Channel: "a"}, Daily{Channel: "b"}
	const pool = 40
	var first, second, other []int
	for n := range pool {
		first = append(first, a.Pick(DailyPhrase, n, pool))
		second = append(second, a.Pick(DailyPhrase, n+pool, pool))
		other = append(other, b.Pick(DailyPhrase, n, pool))
	}
	for name, round := range map[string][]int{"first": first, "second": second, "other": other} {
		all := slices.Sorted(slices.Values(round))
		for want, got := range all {
			if got != want {
				t.Fatalf("%s round: %v is not everything once", name, round)
			}
		}
	}
	if slices.Equal(first, second) || slices.Equal(first, other) {
		t.Error("two rounds have one order")
	}
	if got := a.Pick(DailyPhrase, 3, 0); got != 0 {
		t.Errorf("of an empty pool: %d", got)
	}
}

func TestDailyNext(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		daily Daily
		kind  string
		n     int
	}{
		{Daily{Kind: DailySlang, Posted: 4}, DailySlang, 4},
		{Daily{Kind: DailyMixed, Posted: 0}, DailyPhrase, 0},
		{Daily{Kind: DailyMixed, Posted: 4}, DailySlang, 1},
		{Daily{Kind: DailyMixed, Posted: 8}, DailyQuestion, 2},
	} {
		if kind, n := test.daily.Next(); kind != test.kind || n != test.n {
			t.Errorf("%+v: next is %s %d, want %s %d", test.daily, kind, n, test.kind, test.n)
		}
	}
}
