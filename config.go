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
	Token           Secret   `env:"DISCORD_TOKEN" about:"The bot's token. The one thing that must be set to serve Discord."`
	TokenFile       string   `env:"DISCORD_TOKEN_FILE" about:"A file with the token, instead of DISCORD_TOKEN."`
	Data            string   `env:"MAGPIE_DATA" about:"The data folder. Default: magpie in the platform's user data folder."`
	Database        string   `env:"MAGPIE_DATABASE" about:"sqlite:PATH or postgres://…. Default: sqlite:magpie.db in the data folder."`
	API             string   `env:"MAGPIE_DISCORD_API" about:"Where Discord's REST interface is reached, for a proxy. Default: Discord itself."`
	Allow           []string `env:"MAGPIE_FETCH_ALLOW" about:"host:port,… that feeds may be fetched from although they are private. Default: none."`
	Web             string   `env:"MAGPIE_WEB" envDefault:"127.0.0.1:8765" about:"Where /healthz, /readyz and /metrics listen; off switches them off."`
	Pages           string   `env:"MAGPIE_PAGES" about:"Where people reach the public pages, such as https://magpie.example.org. Default: there are none."`
	PagesListen     string   `env:"MAGPIE_PAGES_LISTEN" envDefault:"127.0.0.1:8766" about:"Where the public pages listen, for the proxy in front of them; off: another process serves them."`
	Contact         string   `env:"MAGPIE_CONTACT" about:"Who runs this Magpie and how they are reached, for /about and the privacy policy. Default: not said."`
	Shard           string   `env:"MAGPIE_SHARD" envDefault:"0/1" about:"Which servers this process serves, as i/n."`
	Level           string   `env:"MAGPIE_LOG" envDefault:"info" about:"How much is logged: debug, info, warn or error."`
	Dictionary      string   `env:"MAGPIE_DICTIONARY" envDefault:"on" about:"off: a missing dictionary is not fetched and built at the start."`
	Translate       string   `env:"MAGPIE_TRANSLATE" about:"Who translates messages when somebody asks: libretranslate:https://… or deepl. Default: nobody, and no button for it."`
	TranslateKey    Secret   `env:"MAGPIE_TRANSLATE_KEY" about:"The key for it. LibreTranslate may need none."`
	TranslateFile   string   `env:"MAGPIE_TRANSLATE_KEY_FILE" about:"A file with the key, instead of MAGPIE_TRANSLATE_KEY."`
	TranslateBudget int      `env:"MAGPIE_TRANSLATE_BUDGET" envDefault:"20000" about:"How many characters a server may have translated in a day; a person, a quarter of that."`
	Welcome         string   `env:"MAGPIE_WELCOME" envDefault:"off" about:"on: Magpie can welcome people who join, for which Discord must have Server Members Intent switched on in the developer portal."`
	Source          string   `env:"MAGPIE_SOURCE" about:"Address of the source code, shown by /about. Default: not shown."`
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
	return c, errors.Join(c.readSecrets(), c.setData(getenv), c.check())
}

// readSecrets reads the secrets that files hold.
func (c *Config) readSecrets() error {
	return errors.Join(
		c.Token.readFile("DISCORD_TOKEN", c.TokenFile),
		c.TranslateKey.readFile("MAGPIE_TRANSLATE_KEY", c.TranslateFile),
	)
}

// readFile reads the secret of a setting from a file, if one is named.
func (s *Secret) readFile(setting, file string) error {
	if file == "" {
		return nil
	}
	if *s != "" {
		return fmt.Errorf("set %s or %[1]s_FILE, not both", setting)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read %s_FILE: %w", setting, err)
	}
	*s = Secret(strings.TrimSpace(string(text)))
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
	if _, err := c.pages(); err != nil {
		errs = append(errs, err)
	}
	if _, _, err := net.SplitHostPort(c.PagesListen); c.PagesListen != "off" && err != nil {
		errs = append(errs, fmt.Errorf("MAGPIE_PAGES_LISTEN is %q, want host:port or off", c.PagesListen))
	}
	if c.Dictionary != "on" && c.Dictionary != "off" {
		errs = append(errs, fmt.Errorf("MAGPIE_DICTIONARY is %q, want on or off", c.Dictionary))
	}
	if c.Welcome != "on" && c.Welcome != "off" {
		errs = append(errs, fmt.Errorf("MAGPIE_WELCOME is %q, want on or off", c.Welcome))
	}
	if _, _, err := c.engine(); err != nil {
		errs = append(errs, err)
	}
	if c.TranslateBudget < 1 {
		errs = append(errs, fmt.Errorf("MAGPIE_TRANSLATE_BUDGET is %d, want 1 or more", c.TranslateBudget))
	}
	if _, _, err := c.shard(); err != nil {
		errs = append(errs, err)
	}
	if _, err := c.level(); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// pages is where people reach the public pages, nil if there are none.
func (c *Config) pages() (*url.URL, error) {
	if c.Pages == "" {
		return nil, nil
	}
	u, err := url.Parse(strings.TrimRight(c.Pages, "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("MAGPIE_PAGES is %q, want https://host or https://host/path", c.Pages)
	}
	return u, nil
}

// pagesAddress is the same as text, without a slash at its end; empty if there are none.
func (c *Config) pagesAddress() string { return strings.TrimRight(c.Pages, "/") }

// The engines that translate.
const (
	libreTranslate = "libretranslate"
	deepL          = "deepl"
)

// engine is who translates, "" if nobody, and where it is reached.
func (c *Config) engine() (name, address string, err error) {
	name, address, _ = strings.Cut(c.Translate, ":")
	u, err := url.Parse(address)
	web := err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
	switch {
	case name == "", name == libreTranslate && web, name == deepL && address == "" && c.TranslateKey != "":
		return name, address, nil
	case name == deepL && address == "":
		return "", "", errors.New("MAGPIE_TRANSLATE is deepl, which needs MAGPIE_TRANSLATE_KEY")
	}
	return "", "", errors.New("MAGPIE_TRANSLATE must be libretranslate:https://… or deepl") // it may hold a secret
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
