package news

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// rest is how long an answer says that it stays as it is: by Cache-Control, less what it
// has aged on the way, else by Expires.
func rest(h http.Header, now time.Time) time.Duration {
	for _, values := range h.Values("Cache-Control") {
		for directive := range strings.SplitSeq(values, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
			if strings.EqualFold(name, "max-age") {
				return max(0, seconds(strings.Trim(value, `"`))-seconds(h.Get("Age")))
			}
		}
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent // by the server's own clock
	}
	return max(0, expires.Sub(now))
}

// retryAfter reads a Retry-After header: seconds or a date. It is a day at most.
func retryAfter(header string, now time.Time) time.Duration {
	wait := seconds(header)
	if t, err := http.ParseTime(strings.TrimSpace(header)); err == nil {
		wait = max(0, t.Sub(now))
	}
	return min(wait, maxBackoff)
}

// seconds reads a number of them; what is none is 0, what is too many a year.
func seconds(s string) time.Duration {
	const most = 365 * 24 * 3600
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	return time.Duration(min(max(n, 0), most)) * time.Second
}

// movedTo is where an answer came from, if each redirect on the way to it was for good;
// empty if there was none, or one was not.
func movedTo(resp *http.Response) string {
	via := resp.Request.Response
	if via == nil {
		return ""
	}
	for ; via != nil; via = via.Request.Response {
		if via.StatusCode != http.StatusMovedPermanently && via.StatusCode != http.StatusPermanentRedirect {
			return ""
		}
	}
	return resp.Request.URL.String()
}
