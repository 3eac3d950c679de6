import pytest

from service.claim import QuantityKind
from service.errors import Unreadable
from service.reading.draft import QuantityFields
from service.reading.exact import read_exact
from tests.reading.test_quantity import written


def test_exact_fields_are_taken_as_stated() -> None:
    quantity = read_exact(QuantityFields(value="85000", unit="people"))
    assert quantity.interval == quantity.stated
    assert written(quantity.interval) == "[85000, 85000]"
    assert quantity.as_given == "85000 people"


FIELDS = [
    (QuantityFields(low="600", high="800", unit="per day"), "[600, 800]", "between", "rate"),
    (QuantityFields(low="5", unit="million euros"), "[5000000, ]", "at_least", "level"),
    (QuantityFields(low="5", low_open=True), "(5, ]", "more_than", "level"),
    (QuantityFields(high="5"), "[, 5]", "at_most", "level"),
    (QuantityFields(high="5", high_open=True), "[, 5)", "less_than", "level"),
    (QuantityFields(value="104", unit="°F"), "[40, 40]", "exact", "level"),
    (QuantityFields(value="9", unit="°F", kind=QuantityKind.CHANGE), "[5, 5]", "exact", "change"),
    (QuantityFields(value="-2.8", unit="%"), "[-2.8, -2.8]", "exact", "level"),
    (QuantityFields(value="-2.8", unit="%", kind=QuantityKind.CHANGE), "[-2.8, -2.8]", "exact", "change"),
    (QuantityFields(value="2", kind=QuantityKind.RATIO), "[2, 2]", "exact", "ratio"),
]


@pytest.mark.parametrize(("fields", "stated", "approximator", "kind"), FIELDS)
def test_exact_fields_may_be_bounds(fields: QuantityFields, stated: str, approximator: str, kind: str) -> None:
    quantity = read_exact(fields)
    assert (written(quantity.stated), quantity.approximator.value, quantity.kind.value) == (stated, approximator, kind)


def test_the_place_settles_whose_dollars_are_meant() -> None:
    assert read_exact(QuantityFields(value="5", unit="dollars"), "AU").unit.dimension == "money:AUD"


WRONG = [
    QuantityFields(),
    QuantityFields(value="NaN"),
    QuantityFields(value="5", low="4"),
    QuantityFields(low="6", high="5"),
    QuantityFields(value="5", unit="!!"),
    QuantityFields(value="5", unit="or more"),
]


@pytest.mark.parametrize("fields", WRONG)
def test_wrong_fields_are_refused(fields: QuantityFields) -> None:
    with pytest.raises(Unreadable):
        read_exact(fields)
