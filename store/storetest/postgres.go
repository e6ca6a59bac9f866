//go:build unix

package storetest

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// errMissing is why tests on PostgreSQL are skipped on a machine without it.
var errMissing = errors.New("no PostgreSQL server is installed: no initdb in PATH or /usr/lib/postgresql/*/bin")

// server starts the one server of the test binary, when a test first needs it.
var server = sync.OnceValues(startServer)

// A running server lives as long as its standard input is open.
type running struct {
	dir   string // of its socket
	input io.Closer
}

var databases atomic.Int64

// Postgres is the URL of a new, empty database. Where PostgreSQL is not installed
// the test is skipped, except in CI, where it must be.
func Postgres(t *testing.T) string {
	t.Helper()
	return create(t, func() (string, error) { return "template1", nil })
}

// create makes a database like another, whose name template tells.
func create(t *testing.T, template func() (string, error)) string {
	t.Helper()
	r, err := server()
	if errors.Is(err, errMissing) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	like, err := template()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test%d", databases.Add(1))
	if err := execOn(address(r.dir, "postgres"), "CREATE DATABASE "+name+" TEMPLATE "+like); err != nil {
		t.Fatal(err)
	}
	return address(r.dir, name)
}

// template is the name of a database that is up to date, which nobody uses.
var template = sync.OnceValues(func() (string, error) {
	const name = "uptodate"
	r, err := server()
	if err == nil {
		err = execOn(address(r.dir, "postgres"), "CREATE DATABASE "+name)
	}
	if err == nil {
		err = migrate(address(r.dir, name))
	}
	return name, err
})

func address(dir, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User("magpie"), Path: "/" + database, RawQuery: url.Values{"host": {dir}}.Encode()}
	return u.String()
}

func execOn(url, statement string) error {
	db, err := sql.Open("pgx", url) // the driver that store uses
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

// serve runs a server until the test binary, which holds the other end of standard
// input, is gone, however it ended; then nothing is left of it.
const serve = `
bin=$1 dir=$2
"$bin/initdb" -D "$dir/data" -U magpie -A trust -E UTF8 --locale=C --no-sync || exit
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c max_connections=200 \
	-c fsync=off -c synchronous_commit=off -c full_page_writes=off &
read -r gone
kill -TERM $!
wait
rm -rf "$dir"
`

func startServer() (r running, err error) {
	bin, err := binaries()
	if err != nil {
		return r, err
	}
	if r.dir, err = os.MkdirTemp("", "postgres-"); err != nil {
		return r, err
	}
	log, err := os.Create(filepath.Join(r.dir, "log"))
	if err != nil {
		return r, err
	}
	defer log.Close()
	cmd := exec.Command("sh", "-c", serve, "serve", bin, r.dir)
	cmd.Dir, cmd.Stdout, cmd.Stderr = r.dir, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // what kills the tests leaves it to clean up
	if err := unprivileged(cmd, r.dir); err != nil {
		return r, err
	}
	if r.input, err = cmd.StdinPipe(); err != nil {
		return r, err
	}
	if err := cmd.Start(); err != nil {
		return r, err
	}
	for range 300 {
		if err = execOn(address(r.dir, "postgres"), "SELECT 1"); err == nil {
			return r, nil
		}
		time.Sleep(100 * time.Millisecond) // a server says no other way that it is ready
	}
	said, _ := os.ReadFile(log.Name())
	return r, fmt.Errorf("start PostgreSQL: %w\n%s", err, said)
}

// binaries finds the folder of the newest server that is installed.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		path, err := exec.LookPath("initdb")
		if err != nil {
			return "", errMissing
		}
		return filepath.Dir(path), nil
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(strings.Split(path, "/")[4])
		return n
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// unprivileged makes cmd run as somebody else if this is root, whom PostgreSQL
// refuses, and gives that user the folder.
func unprivileged(cmd *exec.Cmd, dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(who.Uid)
	gid, _ := strconv.Atoi(who.Gid)
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(dir, uid, gid)
}
