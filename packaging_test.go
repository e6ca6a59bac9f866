package main

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// readmes are the READMEs, the English one first.
var readmes = []string{"README.md", "README.zh-CN.md", "README.zh-TW.md"}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// allMatches is what the first group of a pattern matches, each time.
func allMatches(pattern, text string) []string {
	var all []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestSettingsAreDocumented(t *testing.T) {
	t.Parallel()
	var names []string
	abouts := map[string]string{}
	for i := range reflect.TypeFor[Config]().NumField() {
		tag := reflect.TypeFor[Config]().Field(i).Tag
		names = append(names, tag.Get("env"))
		abouts[tag.Get("env")] = tag.Get("about")
	}
	for _, file := range readmes {
		if diff := cmp.Diff(names, allMatches("(?m)^\\| `([A-Z_]+)` \\|", readText(t, file))); diff != "" {
			t.Errorf("%s: the table of settings does not have those of Config:\n%s", file, diff)
		}
	}
	example := readText(t, ".env.example")
	if diff := cmp.Diff(names, allMatches(`(?m)^#?([A-Z_]+)=`, example)); diff != "" {
		t.Errorf(".env.example does not have the settings of Config:\n%s", diff)
	}
	for name, about := range abouts {
		if row := "| `" + name + "` | " + about + " |"; !strings.Contains(readText(t, "README.md"), row) {
			t.Errorf("README.md has no row %s", row)
		}
		if !strings.Contains(example, "# "+about) {
			t.Errorf(".env.example does not say: %s", about)
		}
	}
}

// service is what the tests look at in a service of docker-compose.yml.
type service struct {
	EnvFile     string `yaml:"env_file"`
	Environment map[string]string
	Volumes     []string
	ReadOnly    bool `yaml:"read_only"`
	Tmpfs       []string
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
	MemLimit    string   `yaml:"mem_limit"`
	Restart     string
	StopGrace   string `yaml:"stop_grace_period"`
	Healthcheck struct{ Test []string }
	Logging     struct{ Options map[string]string }
	Profiles    []string
	Ports       []string
	Privileged  bool
	User        string
}

func TestCompose(t *testing.T) {
	t.Parallel()
	var compose struct {
		Services map[string]service
		Volumes  map[string]any
	}
	if err := yaml.Unmarshal([]byte(readText(t, "docker-compose.yml")), &compose); err != nil {
		t.Fatal(err)
	}
	want := service{
		EnvFile: ".env", Environment: map[string]string{"MAGPIE_DATA": "/data"},
		Volumes: []string{"data:/data"}, ReadOnly: true, Tmpfs: []string{"/tmp"},
		CapDrop: []string{"ALL"}, SecurityOpt: []string{"no-new-privileges:true"},
		MemLimit: "256m", Restart: "on-failure:10", StopGrace: "20s",
	}
	want.Healthcheck.Test = []string{"CMD", "/magpie", "healthcheck"}
	want.Logging.Options = map[string]string{"max-size": "10m", "max-file": "3"}
	if diff := cmp.Diff(want, compose.Services["magpie"]); diff != "" {
		t.Errorf("service magpie:\n%s", diff)
	}
	if got := compose.Services["postgres"]; !slices.Equal(got.Profiles, []string{"postgres"}) || got.Ports != nil || got.Privileged {
		t.Errorf("postgres is not a profile of its own that only Magpie reaches: %+v", got)
	}
	for name, s := range compose.Services {
		for _, v := range s.Volumes {
			volume, _, _ := strings.Cut(v, ":")
			if _, ok := compose.Volumes[volume]; !ok {
				t.Errorf("service %s mounts %s, which is no volume", name, v)
			}
		}
	}
}

func TestDockerfile(t *testing.T) {
	t.Parallel()
	stages := strings.Split(strings.ReplaceAll(readText(t, "Dockerfile"), "\\\n", " "), "\nFROM ")
	if len(stages) != 3 {
		t.Fatalf("%d stages, want two", len(stages)-1)
	}
	build, image := stages[1], strings.Split(stages[2], "\n")
	goVersion := allMatches(`(?m)^go (\d+\.\d+)`, readText(t, "go.mod"))[0]
	if !strings.HasPrefix(build, "golang:"+goVersion+"-") {
		t.Errorf("the build is FROM %q, but go.mod wants go %s", strings.SplitN(build, "\n", 2)[0], goVersion)
	}
	for _, want := range []string{
		"scratch",
		"COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt",
		"COPY --from=build --chown=65532:65532 /empty /data",
		"COPY --from=build --chown=65532:65532 /empty /tmp",
		"ENV MAGPIE_DATA=/data",
		"USER 65532:65532",
		"VOLUME /data",
		`ENTRYPOINT ["/magpie"]`,
	} {
		if !slices.Contains(image, want) {
			t.Errorf("the image lacks %q", want)
		}
	}
	if !slices.ContainsFunc(image, func(line string) bool {
		return strings.HasPrefix(line, "HEALTHCHECK ") && strings.HasSuffix(line, ` CMD ["/magpie", "healthcheck"]`)
	}) {
		t.Error("the image has no health check by the program itself")
	}
	makefile := readText(t, "Makefile") // by which the image builds
	for _, want := range []string{"CGO_ENABLED=1", "-tags 'sqlite_omit_load_extension netgo osusergo'", `-extldflags "-static"`, "-trimpath"} {
		if !strings.Contains(makefile, want) {
			t.Errorf("the Makefile builds without %s", want)
		}
	}
}

func TestSecretsStayOut(t *testing.T) {
	t.Parallel()
	for _, file := range []string{".dockerignore", ".gitignore"} {
		if lines := strings.Split(readText(t, file), "\n"); !slices.Contains(lines, ".env") {
			t.Errorf("%s does not name .env", file)
		}
	}
}
