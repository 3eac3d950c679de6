"""Shares of votes: whose they are, and that figures of other texts are none."""

import pytest

from tests.articles.score import read


@pytest.mark.parametrize(
    ("language", "text", "figure", "metric", "whose"),
    [
        (
            "en",
            "The election was held on Sunday. Maria Lund won 45.2 percent.",
            "45.2 percent",
            "share of the vote",
            "Maria Lund",
        ),
        (
            "en",
            "Maria Lund led the election on Sunday. She received 31 percent.",
            "31 percent",
            "share of the vote",
            "Maria Lund",
        ),
        (
            "de",
            "Bei der Wahl am Sonntag kam die SPD-Kandidatin Eva Roth auf 15,4 Prozent.",
            "15,4 Prozent",
            "Stimmenanteil",
            "Eva Roth",
        ),
        (
            "fr",
            "Au second tour des élections, Anne Morel a obtenu 51,3 % dimanche.",
            "51,3 %",
            "part des voix",
            "Anne Morel",
        ),
        (
            "es",
            "En las elecciones del domingo, Ana Lima obtuvo el 38,4 %.",
            "38,4 %",
            "porcentaje de votos",
            "Ana Lima",
        ),
    ],
)
def test_what_a_candidate_got_is_a_share_of_the_vote(
    language: str, text: str, figure: str, metric: str, whose: str
) -> None:
    found = {one.figure.exact: one.draft for one in read(text, language)}[figure]
    assert found is not None
    assert (found.metric, found.subject) == (metric, whose)


def test_where_nobody_votes_a_percentage_is_no_share_of_votes() -> None:
    [found] = read("Maria Lund gained 4 percent on the year, the fund said.")
    assert found.draft is None or found.draft.metric != "share of the vote"


def test_a_turnout_is_no_share_of_votes() -> None:
    [found] = read("The turnout in the election on Sunday reached 61 percent.")
    assert found.draft is not None
    assert "urnout" in found.draft.metric
