"""One rule for origins: what lists count of figures is what a dispute tells of its claims."""

from typing import Any

import pytest

from service.disputing import list_origins, origins_of
from service.disputing.origins import MOST_COMPARED
from tests.builders import claim
from tests.disputing.figures import figure

TEXT = "The ministry put the losses of the army at almost 85 thousand men on Monday."
OTHER_TEXT = "In the north of the country rain has fallen for the third week in a row, it says."


def counted(*given: dict[str, Any]) -> int:
    figures = [figure(number, **{"quantity": "84,720"} | fields) for number, fields in enumerate(given, 1)]
    return len(set(origins_of(figures).values()))


def told(*given: dict[str, Any]) -> int:
    made = [
        claim(number, **{"quantity": "84,720", "source": f"source {number}"} | fields)
        for number, fields in enumerate(given, 1)
    ]
    return len(list_origins(made))


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ([{"claimant": "Gen. Milley"}] * 3, 1),
        ([{"claimant": "Gen. Milley"}, {"claimant": "Mark Milley"}, {"quantity": "12"}], 2),
        ([{"source": "WHO"}, {"claimant": "WHO"}, {"source": "beta"}], 2),
        ([{"quote": TEXT}, {"quote": TEXT.upper()}, {"quote": "85,000 men"}], 2),
        ([{"quote": TEXT}, {"quote": TEXT.replace("almost 85 thousand", "almost 85 000")}], 1),
        ([{"quote": TEXT}, {"quote": OTHER_TEXT}], 2),
        ([{"quote": TEXT}, {"quote": TEXT, "quantity": "12"}], 2),
        ([{"url": "https://a.example/1"}, {"url": "https://a.example/1"}, {"url": "https://a.example/2"}], 2),
        ([{"url": "https://a.example/1"}, {"url": "https://a.example/1", "quantity": "12"}], 2),
        ([{"source": "Reuters"}, {"quote": "KYIV (Reuters) - Losses stood at 84,720."}], 1),
        ([{"claimant": "health ministry"}, {"claimant": "Gaza health ministry"}], 2),
        ([{}, {}], 2),
    ],
    ids=str,
)
def test_what_is_counted_is_what_is_told(given: list[dict[str, Any]], count: int) -> None:
    assert (counted(*given), told(*given)) == (count, count)


def test_of_a_great_many_texts_those_that_are_equal_are_one() -> None:
    given = [{"quote": f"{TEXT} {number % 7}"} for number in range(MOST_COMPARED + 1)]
    assert counted(*given) == 7
