"""Anchors, what is no claim, what is carried on, markup, languages."""

from datetime import UTC, datetime

import pytest

from service.article import TextForm
from service.articles import Article, State, anchor, read_article
from service.articles.lexicon import LANGUAGES, guess_language, lexicon_of, lower
from service.articles.markup import strip_markup
from service.articles.sentences import sentences_of
from tests.articles.score import read

DAY = datetime(2025, 3, 12, tzinfo=UTC)


def reasons(text: str, language: str = "en") -> dict[str, str]:
    found = read_article(Article(text, "the paper", DAY, "2025-03-12", language=language))
    return {one.selector.exact: one.reason for one in found.no_claims}


def cut(text: str, language: str = "en") -> list[str]:
    return [one.text for one in sentences_of(text, lexicon_of(language))]


def test_offsets_count_code_points_and_lead_back_to_the_text() -> None:
    text = "🚢 A ferry sank. 𝔸t least 12 people died, “most of them” children.\n\nIn Izmir 1.5 million people live."
    for one in read(text):
        assert text[one.figure.start : one.figure.end] == one.figure.exact
        assert text[one.quote.start : one.quote.end] == one.quote.exact
        assert text[: one.figure.start].endswith(one.figure.prefix)
        assert text[one.figure.end :].startswith(one.figure.suffix)


def test_an_anchor_quotes_what_stands_around_it() -> None:
    found = anchor("x" * 40 + "37" + "y" * 40, 40, 42)
    assert (found.exact, found.prefix, found.suffix) == ("37", "x" * 32, "y" * 32)


def test_every_number_is_a_figure_or_is_told_why_not() -> None:
    text = (
        "On 3 March 2024 at 6.30 p.m. the 45-year-old driver of bus 12 lost control on Route 66; "
        "it was the 3rd crash in two weeks, and dozens were hurt, 14 of them badly. Reference AB-1234, "
        "key 1234567890123456789012345678901234567890."
    )
    told = reasons(text) | {one.figure.exact: "figure" for one in read(text)}
    covered = "".join(told)
    assert all(digit in covered for digit in ("3 March 2024", "6.30", "45-year-old", "66", "3rd", "14", "1234"))
    assert told["14"] == "figure"
    assert told["66"] == "name or identifier"
    assert told["dozens"] == "vague"
    assert told["3rd"] == "ordinal"


def test_sentences_end_at_their_ends_and_not_at_abbreviations() -> None:
    assert cut("The U.S. sold 3 ships. Dr. Braun paid $2.5 million. No. 4 was lost! Was it? “Yes.” It was.") == [
        "The U.S. sold 3 ships.",
        "Dr. Braun paid $2.5 million.",
        "No. 4 was lost!",
        "Was it?",
        "“Yes.”",
        "It was.",
    ]
    assert cut("Am 7. Juni kamen ca. 300 Gäste. Es regnete.", "de") == [
        "Am 7. Juni kamen ca. 300 Gäste.",
        "Es regnete.",
    ]


def test_lines_of_a_list_are_sentences_and_a_broken_line_is_none() -> None:
    assert cut("Cases:\n• Lviv — 700\n• Odesa — 42") == ["Cases:", "• Lviv — 700", "• Odesa — 42"]
    long = "The committee that looks after the harbour of the town said that\nit had counted 40 ships."
    assert cut(long) == [long]


def test_a_sentence_without_end_is_cut_between_words() -> None:
    pieces = cut("word " * 1000)
    assert all(len(piece) <= 1000 for piece in pieces)
    assert " ".join(pieces).split() == ["word"] * 1000


def test_what_a_pronoun_stands_for_is_carried_on_and_is_unsure() -> None:
    first, second = read("Losses of personnel can be 600-800 people a day. This is almost 2 times more than in summer.")
    assert first.state is State.SURE
    assert second.state is State.UNSURE
    assert second.draft is not None
    assert second.draft.metric == "Losses of personnel"
    assert second.draft.period is None
    assert "sentence before" in second.reasons[0]


def test_a_figure_of_nothing_has_no_draft() -> None:
    [found] = read("And 4,711?")
    assert found.draft is None
    assert found.reasons == ("The sentence does not tell what is measured.",)


def test_the_period_of_a_comparison_and_of_the_statement_are_not_the_claims() -> None:
    first, second, _, third = read(
        "Sales were 4 percent higher than in 2019. The shop sold 1,200 bikes, down from 1,500 in 2023. "
        "The fleet has 88 ships, the navy said on Monday."
    )
    assert first.draft is not None
    assert first.draft.period is None
    assert second.draft is not None
    assert second.draft.period is None
    assert third.draft is not None
    assert third.draft.period is None


def test_a_place_is_taken_from_the_sentence_then_from_the_article() -> None:
    here, there = read("Prices in Norland rose 2.8 percent in February. Rents rose 4 percent.")
    assert here.draft is not None
    assert there.draft is not None
    assert (here.draft.place, here.known.place.value) == ("Norland", "sentence")
    assert (there.draft.place, there.known.place.value) == ("Norland", "article")


def test_the_desks_place_stands_in_where_no_sentence_says() -> None:
    [found] = read("Rents rose 4 percent.", place="Malta")
    assert found.draft is not None
    assert (found.draft.place, found.known.place.value) == ("Malta", "given")


def test_he_said_is_who_spoke_last() -> None:
    _, second = read("Mayor Ana Lopes said 40 houses burned. He said 12 barns burned as well.")
    assert second.draft is not None
    assert second.draft.claimant == "Mayor Ana Lopes"


def test_a_quote_of_two_sentences_is_his_who_is_named_behind_it() -> None:
    text = "“We have lost 40 houses and it is not over. And 12 barns burned,” said Ana Lopes."
    assert [one.draft.claimant for one in read(text) if one.draft] == ["Ana Lopes", "Ana Lopes"]


def test_markup_is_left_out_and_offsets_are_those_of_what_was_given() -> None:
    page = (
        "<style>p { width: 40px }</style><h1>Fire</h1><p>Police said <b>at least&nbsp;14</b> people were killed.</p>"
        "<script>var n = 99;</script><!-- 77 --><ul><li>Lviv: 700 cases</li></ul>"
    )
    article = Article(page, "the paper", DAY, "2025-03-12", language="en", form=TextForm.HTML)
    found = read_article(article).claims
    assert [one.figure.exact for one in found] == ["at least\xa014", "700"]
    first = found[0]
    assert page[first.figure.start : first.figure.end] == "at least&nbsp;14"
    assert first.draft is not None
    assert first.draft.metric == "people killed"


@pytest.mark.parametrize("open_end", ["<script>", "<!-- 5", "<p", "<style>" * 50, "&" * 500, "<a " * 500])
def test_markup_that_never_ends_is_bounded(open_end: str) -> None:
    assert strip_markup(f"There are 40 ships. {open_end}").text.startswith("There are 40 ships.")


def test_a_letter_that_grows_when_lowered_moves_no_offset() -> None:
    assert len(lower("İstanbul")) == len("İstanbul")
    [found] = read("İn İzmir 1,200 people were killed.")
    assert found.figure.exact == "1,200"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The number of people was higher than in the year before."),
        ("de", "Die Zahl der Menschen war im Jahr davor nicht höher."),
        ("fr", "Le nombre de personnes est plus élevé que dans les années passées."),
        ("es", "El número de personas es mayor que en los años anteriores."),
        ("uk", "За даними міністерства, це більше, ніж було після року."),
        ("ru", "По данным министерства, это больше, чем было после года."),
        ("en", "12345"),
    ],
)
def test_the_language_is_told_by_the_commonest_words(language: str, text: str) -> None:
    assert guess_language(text) == language
    assert read_article(Article(text, "the paper", DAY, "2025-03-12")).language == language


def test_each_lexicon_is_read_and_lowered() -> None:
    for language in LANGUAGES:
        words = lexicon_of(language)
        for name in words.__struct_fields__:
            entries = getattr(words, name)
            assert name == "not_places" or all(entry == lower(entry) for entry in entries), (language, name)


def test_a_language_without_words_of_its_own_still_has_its_figures() -> None:
    found = read("Il fatturato è sceso a 732,5 milioni di euro nel 2024.", "it")
    assert len(found) == 1


def test_the_one_country_that_a_text_names_at_all_is_where_its_figures_are_from() -> None:
    [found] = read("The unemployment rate stood at 3.9 percent, the U.S. Bureau of Labor Statistics reported today.")
    assert found.draft is not None
    assert (found.draft.place, found.known.place.value) == ("United States", "article")
    [neither] = read("The murder rate stood at 3.9 percent, the U.S. Bureau and the German Bank reported today.")
    assert neither.draft is not None
    assert neither.draft.place is None
