package news

import (
	"slices"
	"sync/atomic"
	"testing"
)

func TestDivide(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, atATime, atATime + 1, 20*atATime + 3} {
		for _, workers := range []int{0, 1, 2, 5} {
			done := make([]int, n)
			var began atomic.Int64
			divide(workers, n, func() func(int) {
				began.Add(1)
				return func(i int) { done[i]++ }
			})
			if slices.ContainsFunc(done, func(times int) bool { return times != 1 }) {
				t.Errorf("%d by %d: done %v times", n, workers, done)
			}
			if most := int64(max(1, min(workers, (n+atATime-1)/atATime))); began.Load() != most {
				t.Errorf("%d by %d: %d workers", n, workers, began.Load())
			}
		}
	}
}

func TestPanicOfAWorkerIsTheCallers(t *testing.T) {
	t.Parallel()
	defer func() {
		if p := recover(); p != "ouch" {
			t.Errorf("recovered %v", p)
		}
	}()
	each(3, 10*atATime, func(i int) {
		if i == 3*atATime {
			panic("ouch")
		}
	})
}
