"""A text that tells two figures of two kinds, of which the metric has to say which is meant: "12 dead, 34 injured"."""

from service.claim import Metric, Quantity
from service.errors import Unreadable
from service.reading.metric import read_metric
from service.reading.quantity import read_quantity

_KIND = "casualty"


def refuse_other_figure(quantity: Quantity, metric: Metric, language: str | None) -> None:
    """Refuse a figure behind which one of another kind stands, unless the metric speaks of the first.

    "12 dead, 34 injured" of "deaths" is 12; of "injured" it would be 34, and of "victims" nobody knows.

    Raises:
        Unreadable: The metric does not say that the first of the two is meant.
    """
    if not quantity.remark or not quantity.remark[0].isdigit():
        return
    first = _kinds(quantity.unit.thing, language)
    try:
        second = _kinds(read_quantity(quantity.remark, language=language).unit.thing, language)
    except Unreadable:
        return
    if first and second and first != second and not first & _of(metric):
        problem = "Two figures of two kinds stand here, and the metric does not say that the first one is meant."
        raise Unreadable("/quantity", quantity.as_given, problem, "one figure, or a claim for each")


def _kinds(thing: str | None, language: str | None) -> frozenset[str]:
    return _of(read_metric(thing, language)) if thing else frozenset()


def _of(metric: Metric) -> frozenset[str]:
    return frozenset(one for one in metric.qualifiers if one.startswith(f"{_KIND}:"))
