import pytest

from service.reading.languages import LANGUAGES
from service.reading.period.holidays import holiday_in
from service.reading.period.relative import stretch, unit_near
from service.reading.period.setting import read_customs
from service.reading.period.words import lexicon_of, tokenize
from tests.reading.test_period import PUBLISHED

TAGS = {
    "about",
    "against",
    "ago",
    "ago_before",
    "article",
    "as_of",
    "aside",
    "before",
    "daypart",
    "decade_suffix",
    "decade_word",
    "edge",
    "ending",
    "event",
    "fiscal",
    "from",
    "half_letter",
    "holiday",
    "month",
    "month_letter",
    "near",
    "nineties",
    "number",
    "occasion",
    "offset",
    "onward",
    "ordinal",
    "ordinal_dot",
    "ordinal_suffix",
    "part",
    "past_unit",
    "quarter_letter",
    "relation",
    "rolling",
    "season",
    "since",
    "so_far",
    "soft",
    "some",
    "split",
    "starting",
    "stretch",
    "to",
    "to_date",
    "unit",
    "until",
    "week_ending",
    "week_letter",
    "week_starting",
    "weekday",
    "within",
    "year_word",
    "years",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_found_again_in_a_text(language: str) -> None:
    lexicon = lexicon_of(language)
    for phrase, tags in lexicon.phrases.items():
        if not {"ordinal_dot", "ordinal_suffix", "decade_suffix"} >= set(tags) and not phrase[0][0].isdigit():
            assert [token.text for token in tokenize(" ".join(phrase), lexicon)] == [" ".join(phrase)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_one_that_the_grammar_knows(language: str) -> None:
    assert {tag for tags in lexicon_of(language).phrases.values() for tag in tags} <= TAGS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_can_be_counted_and_every_feast_has_a_day(language: str) -> None:
    today = PUBLISHED.date()
    for tags in lexicon_of(language).phrases.values():
        if "unit" in tags:
            unit = str(tags["unit"])
            assert unit_near(unit, 0, today) or unit in {"hour", "business_day"}
            assert stretch(unit, -3, today)
        if "holiday" in tags:
            assert holiday_in(2022, str(tags["holiday"]))


def test_the_places_of_fiscal_years_are_codes() -> None:
    customs = read_customs()
    codes = customs.south | customs.month_first | set(customs.fiscal_start) | customs.fiscal_named_by_start
    assert all(len(code) == 2 and code.isupper() for code in codes)
