from decimal import Decimal

import pytest

from service.errors import Unreadable
from service.judging import judge
from service.reading.quantity import read_quantity

SAME = [
    ("85,000", "85 thousand"),
    ("8.5e4", "85000"),
    ("85k", "85 thousand"),
    ("7.1%", "7.1 percent"),
    ("one in four", "25 per cent"),
    ("2,958 billion US dollars", "US$2.958 trillion"),
    ("12.4 GW", "12,400 MW"),
    ("−2.8%", "-2.8 %"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_figure_in_two_notations_agrees(one: str, other: str) -> None:
    assert judge(read_quantity(one), read_quantity(other)).kind.value == "agree"


def test_almost_85_thousand_is_below_85_thousand() -> None:
    quantity = read_quantity("almost 85 thousand")
    assert quantity.interval.high == Decimal(85000)
    assert quantity.interval.high_open


def test_an_ambiguous_number_is_reported_with_both_readings() -> None:
    with pytest.raises(Unreadable, match=r"1\.234.*1234"):
        read_quantity("1.234")
