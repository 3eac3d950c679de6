"""Readings that others propose are taken only as far as the text bears them out."""

from datetime import UTC, datetime
from typing import Any

import pytest

from service.article import TextForm
from service.articles import Article, Proposal, Taken, missed_by, read_article, take_proposals
from service.reading import Draft

TEXT = (
    "Unemployment in France stood at 7.3 percent in September 2022, the ministry said. "
    "Almost 85 thousand people marched in Lyon on 3 October 2022. France had 7.3 percent growth."
)
DAY = datetime(2022, 10, 5, tzinfo=UTC)


def take(exact: str, text: str = TEXT, form: TextForm = TextForm.PLAIN, **fields: Any) -> Taken:
    where = {name: fields.pop(name, default) for name, default in (("start", None), ("prefix", ""), ("suffix", ""))}
    quantity = fields.pop("quantity", None)
    draft = Draft(
        **{"source": "p", "metric": "people marched", "quantity": exact, "published_at": "2022-10-05"} | fields
    )
    article = Article(text, "p", DAY, "2022-10-05", language="en", form=form)
    told = read_article(article)
    _, [taken] = take_proposals(article, told, [Proposal(exact=exact, draft=draft, quantity=quantity, **where)])
    return taken


def test_what_the_text_bears_out_is_taken_in_the_place_of_our_own_reading() -> None:
    taken = take("Almost 85 thousand", period="2022-10-03", place="Lyon", quantity="almost 85,000")
    assert taken.found is not None
    assert taken.found.draft is not None
    assert (taken.found.draft.metric, taken.found.state.value) == ("people marched", "sure")
    assert taken.found.quote.exact.startswith("Almost 85 thousand people")


@pytest.mark.parametrize(
    ("exact", "pointer", "fields"),
    [
        ("85 thousand", "/figure/exact", {}),
        ("900", "/figure/exact", {}),
        ("2022", "/figure", {}),
        ("3 October", "/figure/exact", {}),
        ("7.3 percent", "/figure", {}),
        ("7.3 percent", "/figure/start", {"start": 3}),
        ("Almost 85 thousand", "/quantity", {"quantity": "58 thousand"}),
        ("Almost 85 thousand", "/period", {"period": "2021"}),
        ("Almost 85 thousand", "/place", {"place": "Marseille"}),
        ("Almost 85 thousand", "/claimant", {"claimant": "the police"}),
        ("Almost 85 thousand", "/subject", {"subject": "nurses"}),
    ],
)
def test_what_it_does_not_bear_out_is_refused_by_its_field(exact: str, pointer: str, fields: dict[str, Any]) -> None:
    taken = take(exact, **fields)
    assert taken.found is None
    assert taken.refusals[0][0] == pointer


def test_a_figure_that_stands_twice_is_told_by_its_offset_or_by_what_stands_around_it() -> None:
    at = TEXT.rindex("7.3")
    for where in ({"start": at}, {"suffix": " growth"}, {"prefix": "France had "}):
        taken = take("7.3 percent", metric="growth", **where)
        assert taken.found is not None
        assert taken.found.figure.start == at


def test_a_metric_in_words_that_do_not_stand_there_waits_for_a_person() -> None:
    taken = take("Almost 85 thousand", metric="striking railway workers")
    assert taken.found is not None
    assert (taken.found.state.value, taken.metric_share) == ("unsure", 0.0)


def test_offsets_are_those_of_what_was_given_also_in_markup() -> None:
    page = "<p>On Monday <b>63 people</b> were arrested.</p>"
    taken = take("63", page, TextForm.HTML, metric="people arrested", start=page.index("63"))
    assert taken.found is not None
    assert taken.found.figure.start == page.index("63")


def test_figures_that_no_proposal_covers_are_missed() -> None:
    article = Article(TEXT, "p", DAY, "2022-10-05", language="en")
    told = read_article(article)
    _, taken = take_proposals(article, told, [])
    assert [one.exact for one in missed_by(told, taken)] == ["7.3 percent", "Almost 85 thousand", "7.3 percent"]
