package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestForgetProgram is not parallel: it looks at the memory of the whole process.
func TestForgetProgram(t *testing.T) {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	this := &exec.Cmd{Process: self}
	before := resident(t, this, "RssFile")
	if err := forgetProgram(); err != nil {
		t.Fatal(err)
	}
	if after := resident(t, this, "RssFile"); after >= before {
		t.Errorf("%.1f MB of files before, %.1f after", before, after)
	}
}

func TestUnchanged(t *testing.T) {
	t.Parallel()
	const smaps = `00400000-00413000 r-xp 00003000 fe:00 10788976                           /opt/a magpie
Size:                 76 kB
Anonymous:             0 kB
AnonHugePages:         0 kB
Swap:                  0 kB
SwapPss:               0 kB
VmFlags: rd ex mr mw me
00413000-00414000 r--p 00013000 fe:00 10788976                           /opt/a magpie
Anonymous:             4 kB
Swap:                  0 kB
VmFlags: rd mr mw me ac
00414000-00415000 r--p 00014000 fe:00 10788976                           /opt/a magpie
Anonymous:             0 kB
Swap:                  4 kB
VmFlags: rd mr mw me ac
00415000-00416000 rw-p 00015000 fe:00 10788976                           /opt/a magpie
Anonymous:             0 kB
Swap:                  0 kB
VmFlags: rd wr mr mw me ac
00416000-00417000 rw-p 00000000 00:00 0
Anonymous:             0 kB
Swap:                  0 kB
VmFlags: rd wr mr mw me ac
00417000-00418000 r--p 00016000 fe:00 10788976                           /opt/a magpie
Anonymous:             0 kB
Swap:                  0 kB
VmFlags: rd mr mw me
7f0000000000-7f0000001000 r-xp 00000000 fe:00 7                          /lib/a magpie
Anonymous:             0 kB
Swap:                  0 kB
VmFlags: rd ex mr mw me
`
	got, err := unchanged(strings.NewReader(smaps), "/opt/a magpie")
	want := []mapping{
		{from: 0x400000, to: 0x413000, access: "r-xp", path: "/opt/a magpie"},
		{from: 0x417000, to: 0x418000, access: "r--p", path: "/opt/a magpie"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(mapping{})); diff != "" || err != nil {
		t.Errorf("error %v, pieces (-want +got):\n%s", err, diff)
	}
}
