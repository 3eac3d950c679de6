from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from service.claim import Period
from service.errors import Unreadable
from service.reading.languages import LANGUAGES
from service.reading.period import LONGEST_TEXT, PeriodForm, find_periods, read_period, read_period_form, show_period
from service.reading.period.words import lexicon_of

PUBLISHED = datetime(2022, 11, 22, 12, tzinfo=UTC)
NUMBERS = (
    "24",
    "3",
    "5",
    "22",
    "31",
    "99",
    "2022",
    "1990s",
    "90s",
    "3rd",
    "2022-11-20",
    "2022-02-30",
    "05/06/2022",
    "2021/22",
)
MARKS = ("-", "–", "/", ",", ".", "'", "(", ")")


def words_of(language: str) -> list[str]:
    return [*NUMBERS, *MARKS, *(" ".join(phrase) for phrase in lexicon_of(language).phrases)]


texts = st.sampled_from(LANGUAGES).flatmap(
    lambda language: st.tuples(
        st.just(language), st.lists(st.sampled_from(words_of(language)), max_size=12).map(" ".join)
    )
)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def meaning(period: Period) -> tuple[object, ...]:
    return period.kind, period.start, period.end, period.since


def read(text: str) -> Period:
    return read_period(text, published_at=PUBLISHED)


@given(days, days, st.booleans())
def test_what_is_shown_reads_back_to_the_same_days(one: date, other: date, running: bool) -> None:
    start, end = sorted((one, other))
    text = f"since {start}, as of {end}" if running else f"{start}/{end}"
    assert meaning(read(show_period(read(text)))) == meaning(read(text))


@given(days)
def test_a_day_is_the_same_in_every_notation(day: date) -> None:
    english, german = f"{day:%B} {day.day}, {day.year:04}", f"{day.day}.{day.month}.{day.year}"
    notations = (day.isoformat(), f"{day.day} {day:%b} {day.year}", english, german, f"{day:%Y%m%d}", f"{day:%Y-%j}")
    assert {meaning(read(notation)) for notation in notations} == {meaning(read(day.isoformat()))}


@given(st.integers(1900, 2100), st.integers(1, 4))
def test_a_quarter_is_the_same_in_every_notation(year: int, quarter: int) -> None:
    name, last = ("first", "second", "third", "fourth")[quarter - 1], 3 * quarter
    notations = (f"{year}-Q{quarter}", f"Q{quarter} {year}", f"{name} quarter of {year}", f"{quarter}. Quartal {year}")
    months = f"{year}-{last - 2:02}/{year}-{last:02}"
    assert {meaning(read(notation)) for notation in notations} == {meaning(read(months))}


@given(days, days)
def test_a_period_never_ends_before_it_starts(one: date, other: date) -> None:
    try:
        period = read(f"{one}/{other}")
    except Unreadable:
        assert one > other
    else:
        assert period.start <= period.end


@given(st.text(max_size=2 * LONGEST_TEXT), st.sampled_from((None, *LANGUAGES, "xx", "")))
def test_any_text_is_read_or_refused(text: str, language: str | None) -> None:
    try:
        period = read_period(text, published_at=PUBLISHED, language=language)
    except Unreadable:
        return
    assert period.start <= period.end


@settings(max_examples=500)
@given(texts, st.datetimes(), st.sampled_from((None, "US", "AU", "GB")))
def test_any_words_of_time_are_read_or_refused(
    text: tuple[str, str], published_at: datetime, place: str | None
) -> None:
    try:
        period = read_period(text[1], published_at=published_at, language=text[0], place=place)
    except Unreadable:
        return
    assert period.start <= period.end
    assert period.since is None or period.since <= period.end


@given(texts)
def test_periods_found_in_a_text_stand_one_after_the_other(told: tuple[str, str]) -> None:
    language, text = told
    found = find_periods(text, published_at=PUBLISHED, language=language)
    offsets = [offset for first, last, _ in found for offset in (first, last)]
    assert offsets == sorted(offsets)
    assert all(text[first:last] == period.as_given for first, last, period in found)


@given(days, days)
def test_a_period_given_by_its_fields_is_taken_as_it_is(one: date, other: date) -> None:
    start, end = sorted((one, other))
    period = read_period_form(PeriodForm(start, end))
    assert (period.start, period.end) == (start, end)
