package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"
)

// A Config is every setting of the program, read from the environment once. The
// table in the README is made of the about tags; a test compares them.
type Config struct {
	Token     Secret   `env:"DISCORD_TOKEN" about:"The bot's token. The one thing that must be set to serve Discord."`
	TokenFile string   `env:"DISCORD_TOKEN_FILE" about:"A file with the token, instead of DISCORD_TOKEN."`
	Data      string   `env:"MAGPIE_DATA" about:"The data folder. Default: magpie in the platform's user data folder."`
	Database  string   `env:"MAGPIE_DATABASE" about:"sqlite:PATH or postgres://…. Default: sqlite:magpie.db in the data folder."`
	API       string   `env:"MAGPIE_DISCORD_API" about:"Where Discord's REST interface is reached, for a proxy. Default: Discord itself."`
	Allow     []string `env:"MAGPIE_FETCH_ALLOW" about:"host:port,… that feeds may be fetched from although they are private. Default: none."`
	Web       string   `env:"MAGPIE_WEB" envDefault:"127.0.0.1:8765" about:"Where /healthz, /readyz and /metrics listen; off switches them off."`
	Shard     string   `env:"MAGPIE_SHARD" envDefault:"0/1" about:"Which servers this process serves, as i/n."`
	Level     string   `env:"MAGPIE_LOG" envDefault:"info" about:"How much is logged: debug, info, warn or error."`
	Source    string   `env:"MAGPIE_SOURCE" about:"Address of the source code, shown by /about. Default: not shown."`
}

// A Secret is never printed.
type Secret string

// String hides the secret.
func (s Secret) String() string { return "(hidden)" }

// LogValue hides the secret from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue("(hidden)") }

// MarshalText hides the secret from every other form of output.
func (s Secret) MarshalText() ([]byte, error) { return []byte("(hidden)"), nil }

// readConfig reads all settings and reports all mistakes together. A non-empty
// data is the folder that the command line named.
func readConfig(getenv func(string) string, data string) (Config, error) {
	var c Config
	params, err := env.GetFieldParams(&c)
	if err != nil {
		return c, fmt.Errorf("read settings: %w", err)
	}
	values := map[string]string{}
	for _, p := range params {
		if v := getenv(p.Key); v != "" {
			values[p.Key] = v
		}
	}
	if err := env.ParseWithOptions(&c, env.Options{Environment: values}); err != nil {
		return c, fmt.Errorf("read settings: %w", err)
	}
	if data != "" {
		c.Data = data
	}
	return c, errors.Join(c.readToken(), c.setData(getenv), c.check())
}

func (c *Config) readToken() error {
	if c.TokenFile == "" {
		return nil
	}
	if c.Token != "" {
		return errors.New("set DISCORD_TOKEN or DISCORD_TOKEN_FILE, not both")
	}
	token, err := os.ReadFile(c.TokenFile)
	if err != nil {
		return fmt.Errorf("read DISCORD_TOKEN_FILE: %w", err)
	}
	c.Token = Secret(strings.TrimSpace(string(token)))
	return nil
}

// setData fills in the data folder and the database in it.
func (c *Config) setData(getenv func(string) string) error {
	if c.Data == "" {
		base := getenv("XDG_DATA_HOME")
		if base == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				return fmt.Errorf("find the data folder; set MAGPIE_DATA: %w", err)
			}
			base = filepath.Join(home, ".local", "share")
		}
		c.Data = filepath.Join(base, "magpie")
	}
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "magpie.db")
	}
	return nil
}

func (c *Config) check() error {
	var errs []error
	if u, err := url.Parse(c.API); c.API != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		errs = append(errs, fmt.Errorf("MAGPIE_DISCORD_API is %q, want https://host", c.API))
	}
	if !strings.HasPrefix(c.Database, "sqlite:") && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		errs = append(errs, errors.New("MAGPIE_DATABASE must begin with sqlite: or postgres://"))
	}
	for _, target := range c.Allow {
		if _, _, err := net.SplitHostPort(target); err != nil {
			errs = append(errs, fmt.Errorf("MAGPIE_FETCH_ALLOW: %q, want host:port", target))
		}
	}
	if _, _, err := net.SplitHostPort(c.Web); c.Web != "off" && err != nil {
		errs = append(errs, fmt.Errorf("MAGPIE_WEB is %q, want host:port or off", c.Web))
	}
	if _, _, err := c.shard(); err != nil {
		errs = append(errs, err)
	}
	if _, err := c.level(); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// shard is which of how many parts of the servers this process serves.
func (c *Config) shard() (i, n int, err error) {
	first, second, _ := strings.Cut(c.Shard, "/")
	i, err1 := strconv.Atoi(first)
	n, err2 := strconv.Atoi(second)
	if err1 != nil || err2 != nil || i < 0 || i >= n {
		return 0, 0, fmt.Errorf("MAGPIE_SHARD is %q, want i/n with i below n", c.Shard)
	}
	return i, n, nil
}

func (c *Config) level() (slog.Level, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(c.Level)); err != nil {
		return l, fmt.Errorf("MAGPIE_LOG is %q, want debug, info, warn or error", c.Level)
	}
	return l, nil
}
