package news

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("", 8*3600)
	const civil = "2026-11-21 15:04:00"
	for want, forms := range map[string][]string{
		civil: {
			// RFC 822 and its kin
			"Sat, 21 Nov 2026 07:04:00 GMT", "Sat, 21 Nov 2026 07:04:00 +0000", "Sat, 21 Nov 2026 02:04:00 EST", "Sat, 21 Nov 26 07:04 Z",
			"Mon, 21 Nov 2026 07:04:00 GMT", "sat, 21 nov 2026 07:04:00 gmt", "Sat,21 Nov 2026 07:04:00 UT", "21 November 2026 07:04 GMT",
			"Saturday, 21-Nov-26 07:04:00 UTC", "Saturday, 21-Nov-2026 07:04:00 UTC", "Sat Nov 21 15:04:00 2026", "Sat Nov 21 15:04:00 CST 2026",
			"Sat, 21 Nov 2026 15:04:00 CST", "Sat, 21 Nov 2026 15:04:00 GMT+0800 (CST)", "Sat, Nov 21 2026 07:04:00 GMT", "21 Nov 2026 15:04",
			"Sat, 21 Nov 2026 07:04:00 -0000", "Sat, 21 Nov 2026 15:04:00 +08:00", "Sat, 21 Nov 2026 15:04:00 GMT+8", "Sat, 21 Nov 2026 07:04:00 Etc/GMT",
			"Saturday, November 21st, 2026 3:04 PM", "November 21, 2026 3:04 PM", "Nov. 21, 2026, 3:04 p.m.", "3:04pm, 21 Nov 2026",
			"Sat, 2026/11/21 02:04:00 EST", "2026-11-21 07:04:00 +0000 UTC", "Sat, 21 Nov 2026 15:04:00 XYZ", "Sat, 21 Nov 2026 15:04:00 -9999",
			// RFC 3339, ISO 8601, databases
			"2026-11-21T07:04:00Z", "2026-11-21T07:04:00.5Z", "2026-11-21T15:04:00+08:00", "2026-11-21T15:04:00.000+0800", "2026-11-21T15:04+08",
			"2026-11-21t07:04z", "2026-11-21T15:04", "2026-11-21 15:04:00", "2026-11-21 15:04:00.0", "2026-11-21 15:04:00,123", "2026-11-21 07:04:00 GMT",
			"2026-W47-6T15:04", "2026-325T15:04:00", "2026325T15:04", "20261121T150400", "20261121T070400Z", "20261121150400", "202611211504",
			"2026/11/21 15:04", "2026.11.21 15:04", "11/21/2026 3:04:00 PM", "21/11/2026 15:04", "21.11.2026 15:04", "21.11.26 15:04",
			"1795244640", "1795244640000",
			// Chinese, Japanese
			"2026年11月21日 15:04", "2026 年 11 月 21 日 15:04:00", "2026年11月21日 下午3:04", "2026年11月21日（星期六）下午 3时04分", "2026年11月21日 15点04分00秒",
			"２０２６年１１月２１日　１５：０４", "2026年11月21日(土) 15時04分", "2026-11-21 星期六 15:04", "2026-11-21 下午 03:04:00",
			// other languages
			"2026-november-21T15:04+08:00", "21 novembre 2026 15h04", "sam. 21 nov. 2026 15:04", "mar. 21 nov. 2026 15:04",
			"Samstag, 21. November 2026 15:04 Uhr", "sábado, 21 de noviembre de 2026, 15:04", "21 de novembro de 2026 15:04", "21 ноября 2026 15:04",
			"Сб, 21 ноя 2026 15:04:00 +0800", "Σαβ, 21 Νοέ 2026 07:04:00 GMT", "21 listopada 2026 15:04", "21 Kasım 2026 15:04", "lör 21 nov 2026 15:04",
		},
		// Korean civil time is Korea's
		"2026-11-21 14:04:00": {"2026년 11월 21일  15:04:00", "2026-11-21 오후 3:04:00", "2026-11-21 오후 03:04:00", "2026년 11월 21일 토요일 오후 3시 04분"},
		// as precise as they are
		"2026-11-21 00:00:00": {"2026-11-21", "20261121", "2026年11月21日", "21 Nov 2026", "Nov 21, 2026", "2026-325", "2026325", "26325", "26-325", "261121", "26-11-21", "2026-W47-6", "2026W476"},
		"2026-11-21 08:00:00": {"2026-11-21Z", "21 Nov 2026 GMT", "Sat, 21 Nov 2026 +0000"},
		"2026-11-01 00:00:00": {"2026-11", "2026/11", "-26-11", "-2611", "2026年11月"},
		"2026-01-01 00:00:00": {"2026", "2026年"},
		"2026-11-16 00:00:00": {"2026-W47", "2026W47"},
		"2003-12-31 00:00:00": {"2003-12-31", "2003-365", "03365", "31 Dec 03", "31-Dec-2003", "2004-W01-3"},
		"2004-02-29 00:00:00": {"2004-02-29", "2004-060", "29 feb 2004"},
		// ends of days, summer time and leap seconds
		"2026-11-22 00:00:00": {"2026-11-21T24:00:00", "Sat, 21 Nov 2026 24:00:00 CST", "2026-11-21T23:59:60+08:00", "2026-11-22 12:00 AM", "2026年11月22日 凌晨12:00"},
		"2026-06-21 00:00:00": {"21 Haziran 2026", "21 Jun 2026", "21 juin 2026", "21 czerwca 2026", "21. června 2026"},
		"2026-07-04 00:00:00": {"2026-július-4", "4 juillet 2026", "4 Ιούλ 2026", "4. Juli 2026", "4 luglio 2026"},
		"1999-12-31 12:00:00": {"Fri, 31 Dec 1999 12:00:00 CST", "31 Dec 99 12:00"},
		"": {
			"", "yesterday", "0000-00-00", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "31/31/2026", "2026-02-30", "2026-13-01",
			"21 Nov", "Nov 2026 21 15 7", "25:00 21 Nov 2026", "2026-11-21 15:99", "12:00", "2026-366", "2026-000", "99999", "x 2026", "T12:00", "Sat, 32 Nov 2026",
			"2026-W00", "2026-W60", "1 2 3", "0000000000", "9999999999999",
		},
	} {
		for _, in := range forms {
			got, ok := parseDate(in, shanghai, true)
			if ok != (want != "") || ok && got.In(shanghai).Format(time.DateTime) != want {
				t.Errorf("%q: %v, %v, want %q", in, got.In(shanghai), ok, want)
			}
		}
	}
	if got, _ := parseDate("Sat, 21 Nov 2026 15:04:00 CST", time.UTC, false); got.Hour() != 21 {
		t.Errorf("CST where English is written: %v, want 21:04 UTC", got)
	}
	if got, _ := parseDate("2026-07-04 12:00", mustZone(t, "America/New_York"), false); got.Hour() != 16 {
		t.Errorf("noon of a summer's day in New York: %v, want 16:00 UTC", got)
	}
}

func mustZone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// FuzzDate looks for dates that are read otherwise once they are written as RFC 3339 has
// it, and for those nobody can have meant.
func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"Sat, 21 Nov 2026 07:04:00 GMT", "2026-W47-6T15:04", "2026年11月21日 下午3:04", "2026-11-21 오후 3:04:00", "mar. 21 nov. 2026 15h04",
		"-26-11", "26325", "1795244640", "21 Nov 2026 GMT+0800 (CST)", "24:00 2026-12-31", "é 1 2 jan",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parseDate(s, time.UTC, false)
		if !ok {
			return
		}
		if got.Year() <= 1970 || got.Year() >= 2200 || got.Location() != time.UTC {
			t.Errorf("%q: %v", s, got)
		}
		again, ok := parseDate(got.Format(time.RFC3339), time.UTC, false)
		if !ok || !again.Equal(got.Truncate(time.Second)) {
			t.Errorf("%q: %v, again %v", s, got, again)
		}
	})
}
