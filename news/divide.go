package news

import (
	"sync"
	"sync/atomic"
)

// atATime is how many pieces of work a goroutine takes at a time.
const atATime = 64

// divide does a piece of work for each number below n, with at most so many goroutines, and
// returns when all is done. Each of them begins with a call of worker, for what it needs for
// itself, and does its pieces in any order. A panic in one is the caller's.
func divide(workers, n int, worker func() func(i int)) {
	workers = min(workers, (n+atATime-1)/atATime)
	if workers <= 1 {
		do := worker()
		for i := range n {
			do(i)
		}
		return
	}
	var taken atomic.Int64
	var panicked atomic.Value
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panicked.Store(&p)
				}
			}()
			do := worker()
			for {
				to := int(taken.Add(atATime))
				for i := to - atATime; i < min(to, n); i++ {
					do(i)
				}
				if to >= n {
					return
				}
			}
		})
	}
	all.Wait()
	if p, ok := panicked.Load().(*any); ok {
		panic(*p)
	}
}

// each is divide for work that needs nothing for itself.
func each(workers, n int, do func(i int)) {
	divide(workers, n, func() func(int) { return do })
}
