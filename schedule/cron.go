package schedule

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// parser reads fields only: no "@every", no seconds. It panics on some zones,
// which parse refuses first.
var parser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// looksLikeCron tells cron's minutes from a plain form of five words.
func looksLikeCron(fields []string) bool {
	minute := fields[0]
	return strings.Trim(minute, "0123456789*/,-?") == ""
}

func parseCron(fields []string) (Spec, error) {
	last := len(fields) - 1
	text := strings.ToUpper(strings.Join(fields, " "))
	fields[last] = sundays(fields[last])
	line, err := cronLine(strings.Join(fields, " "))
	if err != nil {
		return Spec{}, err
	}
	s := Spec{lines: []*cron.SpecSchedule{line}, text: text}
	if days, times, ok := plain(line); ok {
		return newPlain(days, times)
	}
	return s, nil
}

func cronLine(text string) (*cron.SpecSchedule, error) {
	parsed, err := parser.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	line, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, ErrSyntax // unreachable: descriptors are off
	}
	line.Location = time.UTC // stands for civil time
	return line, nil
}

// sundays rewrites the days of the week so that 7, as cron has it, is Sunday
// too, which the parser does not know. What is wrong stays for it to refuse.
func sundays(field string) string {
	parts := strings.Split(field, ",")
	for i, part := range parts {
		if part == "7" {
			parts[i] = "0"
		}
		span, step, stepped := strings.Cut(part, "/")
		low, ok := strings.CutSuffix(span, "-7")
		from, err := strconv.Atoi(low)
		by := 1
		if stepped {
			by, _ = strconv.Atoi(step)
		}
		if !ok || err != nil || from < 0 || by < 1 {
			continue
		}
		var days []string
		for day := from; day <= 7; day += min(by, 7) {
			days = append(days, strconv.Itoa(day%7))
		}
		if len(days) > 0 {
			parts[i] = strings.Join(days, ",")
		}
	}
	return strings.Join(parts, ",")
}

// plain reports a line as weekdays and times of day, if it is no more than that.
func plain(line *cron.SpecSchedule) (days, []string, bool) {
	const starred = 1 << 63
	anyDate := ones(1, 31) | starred
	perDay := bits.OnesCount64(line.Hour&ones(0, 23)) * bits.OnesCount64(line.Minute&ones(0, 59))
	if line.Dom != anyDate || line.Month&^starred != ones(1, 12) || perDay > plainMost {
		return 0, nil, false
	}
	var times []string
	for hour := range 24 {
		for minute := range 60 {
			if line.Hour>>hour&1 == 1 && line.Minute>>minute&1 == 1 {
				times = append(times, fmt.Sprintf("%02d:%02d", hour, minute))
			}
		}
	}
	return days(line.Dow & ones(0, 6)), times, true
}

// ones has the bits from low to high set.
func ones(low, high int) uint64 { return 1<<(high+1) - 1<<low }
