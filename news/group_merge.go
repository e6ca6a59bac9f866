package news

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// A merger makes clusters of nodes, always of those two that are most alike, by the cosine
// of their sums. As that depends on dot products alone, and a sum's are the sums of
// its parts', texts are compared once.
type merger struct {
	threshold func(smaller int) float64 // least cosine, given how many nodes the smaller of two clusters has
	may       func(a, b []int32) bool   // whether clusters of these nodes may be one at all

	parent  []int32
	members [][]int32 // of each cluster
	edges   [][]edge  // of each cluster, to nodes
	square  []float64 // of the length of each cluster's sum
	version []int32   // of each cluster, how often it grew

	queue  pairs
	least  []float64 // of a cosine, as threshold says, by size
	near   []float64 // scratch, by cluster
	likely []pair    // scratch
}

// An edge is the dot product with another node.
type edge struct {
	to  int32
	dot float32
}

// newMerger starts with a cluster for each node, which is a vector of length 1.
func newMerger(edges [][]edge) *merger {
	n := len(edges)
	m := &merger{
		edges: edges, parent: make([]int32, n), members: make([][]int32, n), square: make([]float64, n),
		version: make([]int32, n), near: make([]float64, n),
	}
	for i := range edges {
		m.parent[i], m.members[i], m.square[i] = int32(i), []int32{int32(i)}, 1
	}
	return m
}

// run merges as long as any two clusters are alike enough, and returns the clusters' nodes in the order
// of their first ones.
func (m *merger) run() [][]int32 {
	for i := range m.edges {
		m.propose(int32(i))
	}
	for m.queue.Len() > 0 {
		p := heap.Pop(&m.queue).(pair)
		switch {
		case m.version[p.a] != p.versionA || m.parent[p.a] != p.a:
		case m.version[p.b] != p.versionB || m.parent[p.b] != p.b:
			m.propose(p.a)
		default:
			m.merge(p.a, p.b)
		}
	}
	var out [][]int32
	for i, members := range m.members {
		if m.parent[i] == int32(i) {
			slices.Sort(members)
			out = append(out, members)
		}
	}
	slices.SortFunc(out, func(a, b []int32) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// root is the cluster that a node is in.
func (m *merger) root(node int32) int32 {
	for m.parent[node] != node {
		m.parent[node] = m.parent[m.parent[node]]
		node = m.parent[node]
	}
	return node
}

// propose queues the best merger of a cluster that may be.
func (m *merger) propose(a int32) {
	m.compress(a)
	m.likely = m.likely[:0]
	for _, e := range m.edges[a] {
		dot, squares := float64(e.dot), m.square[a]*m.square[e.to]
		least := m.leastFor(min(len(m.members[a]), len(m.members[e.to])))
		if dot*dot < .99*least*least*squares {
			continue // which is seen without the root
		}
		if alike := dot / math.Sqrt(squares); alike >= least {
			m.likely = append(m.likely, pair{alike, a, e.to, m.version[a], m.version[e.to]})
		}
	}
	for len(m.likely) > 0 {
		best := 0
		for i, p := range m.likely {
			if p.compare(m.likely[best]) < 0 {
				best = i
			}
		}
		if p := m.likely[best]; m.may(m.members[p.a], m.members[p.b]) {
			heap.Push(&m.queue, p)
			return
		}
		m.likely = slices.Delete(m.likely, best, best+1)
	}
}

// leastFor is the threshold for a size.
func (m *merger) leastFor(size int) float64 {
	for n := len(m.least); n <= size; n++ {
		m.least = append(m.least, m.threshold(max(n, 1)))
	}
	return m.least[size]
}

// compress sums a cluster's edges by the clusters that they lead to now.
func (m *merger) compress(a int32) {
	list := m.edges[a]
	for _, e := range list {
		m.near[m.root(e.to)] += float64(e.dot)
	}
	short := list[:0]
	for _, e := range list {
		to := m.root(e.to)
		if dot := m.near[to]; dot != 0 && to != a {
			short = append(short, edge{to, float32(dot)})
		}
		m.near[to] = 0
	}
	m.edges[a] = short
}

func (m *merger) merge(a, b int32) { m.propose(m.join(a, b)) }

// join makes one cluster of two, and returns it.
func (m *merger) join(a, b int32) int32 {
	if a == b {
		return a
	}
	dot := 0.0
	for _, e := range m.edges[a] {
		if m.root(e.to) == b {
			dot += float64(e.dot)
		}
	}
	if len(m.members[a]) < len(m.members[b]) {
		a, b = b, a
	}
	m.parent[b] = a
	m.members[a], m.members[b] = append(m.members[a], m.members[b]...), nil
	m.edges[a], m.edges[b] = append(m.edges[a], m.edges[b]...), nil
	m.square[a] += m.square[b] + 2*dot
	m.version[a]++
	return a
}

// A pair is two clusters that may be merged, as they were at some versions.
type pair struct {
	alike              float64
	a, b               int32
	versionA, versionB int32
}

// compare puts those first that are more alike.
func (p pair) compare(q pair) int {
	return cmp.Or(cmp.Compare(q.alike, p.alike), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
}

// pairs are a queue of pairs, those most alike first.
type pairs []pair

func (p pairs) Len() int           { return len(p) }
func (p pairs) Less(i, j int) bool { return p[i].compare(p[j]) < 0 }
func (p pairs) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *pairs) Push(x any)        { *p = append(*p, x.(pair)) }
func (p *pairs) Pop() any {
	last := (*p)[len(*p)-1]
	*p = (*p)[:len(*p)-1]
	return last
}

// edgesOf are the dot products of vectors of the same class, or of different ones, but for products that are too small
// to notice. Classes are numbers from 0.
func edgesOf(workers int, vectors []vector, features int, class []int32, same bool) [][]edge {
	postings := postingsOf(vectors, features, class)
	before := make([][]edge, len(vectors)) // of each vector, its edges to those before it
	divide(workers, len(vectors), func() func(i int) {
		dots := make([]float32, len(vectors))
		var touched []int32
		var found []edge
		return func(i int) {
			touched, found = touched[:0], found[:0]
			for of, having := range postings {
				if (int32(of) == class[i]) == same {
					touched = having.multiply(vectors[i], int32(i), dots, touched)
				}
			}
			for _, j := range touched {
				if dots[j] >= leastAlike {
					found = append(found, edge{j, dots[j]})
				}
				dots[j] = 0
			}
			before[i] = slices.Clone(found)
		}
	})
	return bothWays(before)
}

// postings are, of each feature, the vectors of a class that have it, in order, with its weight in them.
type postings [][]edge

// postingsOf are those of each class.
func postingsOf(vectors []vector, features int, class []int32) []postings {
	if len(vectors) == 0 {
		return nil
	}
	all := make([]postings, slices.Max(class)+1)
	for i := range all {
		all[i] = make(postings, features)
	}
	count := make([]int, features)
	for _, v := range vectors {
		for _, s := range v {
			count[s.feature]++
		}
	}
	limit := crowded(count, len(vectors))
	for i, v := range vectors {
		for _, s := range v {
			if p := &all[class[i]][s.feature]; count[s.feature] <= limit {
				*p = append(*p, edge{int32(i), s.weight})
			}
		}
	}
	return all
}

// multiply adds to dots the products of a vector with those before its number, and to touched which these are.
func (p postings) multiply(v vector, number int32, dots []float32, touched []int32) []int32 {
	for _, s := range v {
		for _, having := range p[s.feature] {
			if having.to >= number {
				break
			}
			if dots[having.to] == 0 {
				touched = append(touched, having.to)
			}
			dots[having.to] += s.weight * having.dot
		}
	}
	return touched
}

// bothWays adds to the edges of each node to those before it the ones to those after it.
func bothWays(before [][]edge) [][]edge {
	count := make([]int, len(before))
	for i, edges := range before {
		count[i] += len(edges)
		for _, e := range edges {
			count[e.to]++
		}
	}
	out := make([][]edge, len(before))
	for i, edges := range before {
		out[i] = append(make([]edge, 0, count[i]), edges...)
		for _, e := range edges {
			out[e.to] = append(out[e.to], edge{int32(i), e.dot})
		}
	}
	return out
}

// maxProducts bounds the work of comparing texts. Some 5,000 reports of mixed news stay below it.
const maxProducts = 20e6

// crowded is how many vectors may have a feature that counts in comparisons: those that more have, which weigh least,
// are left out when it would take too long. count says how many have each.
func crowded(count []int, vectors int) (limit int) {
	having := make([]int, vectors+1) // how many features so many vectors have
	for _, n := range count {
		having[n]++
	}
	for products := 0.0; limit < vectors && products <= maxProducts; {
		limit++
		products += float64(having[limit]) * float64(limit) * float64(limit) / 2
	}
	return limit
}
