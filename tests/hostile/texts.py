"""What hostile requests are made of: edges of numbers, texts, times and heads, beside what is usual."""

from typing import Any

NOBODY = "018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"
"""An id that nothing has."""

NUMBERS: list[Any] = [0, -1, 1, 200, 201, 2**31 - 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 2**64, 10**30, -(10**30)]
NUMBERS += [0.1, 1e308, -1e308, 1e-320, 15.0, True, False, None]
TEXTS = [
    "", " ", "\t\n", "a", "0", "-0", "null", "NaN", "-Infinity", "1e400", "1e-400", "9" * 40, "9" * 400, "x" * 501, "x" * 5_000,
    "\x00", "a\x00b", "\x7f", "\u0085", "\ufeff", "\u200b", "\u202etxet", "\u2066x\u2069", "e\u0301", "é", "①②⑦", "１２，３４５", "٣٤٥", "৩",
    "𝟙𝟚", "½", "Ⅻ", "十二", "😀" * 50, "👨‍👩‍👧‍👦", "\U0010ffff", "ﷺ" * 20, "Z̸̛͈͎͗" * 30, "İ", "ß", "ﬁ", "K", "'; drop table claims; --", "<script>1</script>",
    "=1+1", "${jndi:x}", "{{7*7}}", "%s%n", "../../etc/passwd", "\\", '"', "a" * 60 + "!" * 60, "million " * 60, "1," * 200, "(" * 300,
    "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2022-02-30", "2022-11-20T25:61:61Z",
    "2022-11-20T10:15:00Z", "-0001-01-01", "10000-01-01", "0000-00-00", "2022-11-20T10:15:00.123456789Z", "1970-01-01", "0", "1669000000",
    "*", '"1"', 'W/"99999999999"', '"999999999"', "\u0661", NOBODY, "00000000-0000-0000-0000-000000000000", "start", "now", "best", "all",
]  # fmt: skip
FIGURES = [
    "84,720", "almost 85 thousand", "600-800 per day", "7.1 %", "€1.2bn", "7,15 Mrd. €", "1 234,5", "84'600", "3 lakh", "two dozen", "½", "fell 2.8 %",
    "10 times higher", "between 3 and 5", "more than 9", "1.234", "-40 °C", "5e3", "10^6", "1e15 km", "0.0000001", "999999999999999999999", "100 basis points",
    "hundreds", "several thousand", "dozens of people", "up 1.2 percentage points", "1/3", "3 in 10", "12:30", "5 ft 11 in", "N/A", "…", "12²", "$-5",
]  # fmt: skip
PERIODS = [
    "2022-11", "October 2022", "2022-Q3", "first half of 2022", "2022-10-01/2022-11-15", "as of 2022-11-20", "to 30 June 2021", "summer 2022", "FY2022",
    "yesterday", "last month", "9999-12-31", "9998", "0001", "29 February 2100", "2022-W53", "2022-366", "..", "2022/..", "1900s", "20th century",
    "12 December 9998 to 31 December 9999", "the last 999999999 years", "next Tuesday", "2022-11-31", "31/12/9999", "Q5 2022", "2022-12-32",
]  # fmt: skip
WORDS = [
    "losses", "people", "Russian", "army", "GDP", "new", "total", "killed", "injured", "per", "day", "million", "%", "of", "in", "Spain", "km", "№", "—", "’",
    "real", "nominal", "men", "women", "1,000", "2022", "cases", "Смерти", "Tote", "décès", "日本", "עברית", "العربية",
]  # fmt: skip
HEADERS = [
    "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "If-Match", "Idempotency-Key", "Last-Event-ID", "Content-Type", "Content-Encoding",
    "Content-Length", "Transfer-Encoding", "Expect", "Host", "Origin", "X-Request-Id", "X-Forwarded-For", "Cookie", "Connection", "Upgrade", "Range",
    "Sec-Fetch-Site", "Forwarded", "TE", "Trailer", "If-None-Match", "X-HTTP-Method-Override", "Date", "User-Agent",
]  # fmt: skip
KINDS = [
    "application/json", "application/x-ndjson", "application/ld+json", "text/csv", "text/csv; charset=utf-16", "text/csv; charset=klingon", "text/plain",
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/problem+json", "application/json; charset=latin-1", "*/*", "a",
    "text/html", "text/event-stream", "", ";", "application/" + "x" * 300,
]  # fmt: skip
METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "FOO", "G" * 40]
