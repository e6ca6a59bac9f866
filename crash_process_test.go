//go:build unix

package main

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// doomed is a process, and the step at which it dies.
type doomed struct {
	*exec.Cmd
	step  string
	ended chan struct{}
}

// start starts the program in a process of its own, to die at a step; never if it is
// empty.
func (w *crash) start(step string) *doomed {
	w.Helper()
	p := &doomed{exec.Command(os.Args[0]), step, make(chan struct{})}
	p.Env = append(os.Environ(),
		"MAGPIE_TEST_CLOCK="+w.clock.String(), "MAGPIE_TEST_DATA="+w.data, "MAGPIE_TEST_STEP="+step,
		"DISCORD_TOKEN="+w.discord.Token(), "MAGPIE_DISCORD_API="+w.discord.URL(), "MAGPIE_DATABASE="+w.url, "MAGPIE_WEB=off")
	p.Stdout, p.Stderr = w.output, w.output
	if err := p.Start(); err != nil {
		w.Fatal(err)
	}
	go func() {
		p.Wait()
		close(p.ended)
	}()
	return p
}

// killing keeps a number of processes running and kills one after the other, each as
// is its fate.
func (w *crash) killing(fates []string, processes int) {
	w.Helper()
	for i := range processes {
		w.running = append(w.running, w.start(fates[i]))
	}
	for kill := range fates {
		w.weather.change(kill)
		p := w.running[kill%processes]
		if kill%4 < 2 {
			w.pause(p)
		}
		limit := 3 * w.patience
		if p.step == "" {
			limit = w.patience/2 + rand.N(w.patience)
		}
		if !p.dies(limit) && (p.step == "" || processes == 1 || !w.alone(p)) {
			w.kill(p)
			p.step = "at any moment"
		}
		w.kills[p.step]++
		next := "" // the last go on
		if kill+processes < len(fates) {
			next = fates[kill+processes]
		}
		w.running[kill%processes] = w.start(next)
	}
}

// dies waits for a process to die, and reports whether it did in time.
func (p *doomed) dies(limit time.Duration) bool {
	select {
	case <-p.ended:
		return true
	case <-time.After(limit):
		return false
	}
}

// alone lets the others stand still, so that all the work is left to one process, and
// reports whether it dies of it.
func (w *crash) alone(p *doomed) bool {
	for _, other := range w.running {
		if other != p {
			other.Process.Signal(syscall.SIGSTOP)
			defer other.Process.Signal(syscall.SIGCONT)
			w.pauses++
		}
	}
	return p.dies(5 * w.patience)
}

func (w *crash) kill(p *doomed) {
	p.Process.Kill()
	<-p.ended
}

// pause lets a process stand still for longer than its claim, and mostly than
// messages are sent again with their nonce alone.
func (w *crash) pause(p *doomed) {
	if p.dies(rand.N(w.patience)) {
		return
	}
	p.Process.Signal(syscall.SIGSTOP)
	<-time.After(w.clock.real(40*time.Second + rand.N(2*time.Minute)))
	p.Process.Signal(syscall.SIGCONT)
	w.pauses++
}
