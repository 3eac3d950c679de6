"""The example article says what the text said that the project began with: six figures, as an editor files them."""

from datetime import UTC, datetime

from service.articles import Article, read_article
from service.cli.seeding import seed_article

WANTED = {
    "943": ("settlements liberated", None, "Deputy Prime Minister Iryna Vereshchuk"),
    "almost 85 thousand": ("total number of losses of troops", "Russian army", None),
    "600-800": ("Losses of personnel per day", "Russian army", None),
    "almost 2 times": ("Losses of personnel per day", "Russian army", None),
    "10 times": ("losses", "Russian army", "President Volodymyr Zelensky"),
    "more than 3,000": ("Russian servicemen applied", None, None),
}


def test_the_six_figures_of_the_example_article_are_read_and_no_other() -> None:
    draft = seed_article()
    day = datetime(2022, 11, 22, tzinfo=UTC)
    told = read_article(
        Article(draft.text, draft.source, day, "2022-11-22", draft.title, language="en", place=draft.place)
    )
    read = {one.figure.exact: one.draft for one in told.claims if one.draft is not None}
    assert {name: (one.metric, one.subject, one.claimant) for name, one in read.items()} == WANTED
    assert {one.place for one in read.values()} == {"Ukraine"}
    assert read["600-800"].quantity == "600-800 per day"
    assert [(one.selector.exact, one.reason) for one in told.no_claims] == [("155th", "ordinal")]
    assert [one.figure.exact for one in told.claims if one.reasons] == ["almost 2 times"]
