"""The month that a change over a year is of: "prices rose 3 percent in the year to May" are May's."""

import re
from datetime import date, timedelta

from msgspec.structs import replace

from service.articles.lexicon import lower
from service.claim import Accuracy, Period

_PRICES = re.compile(r"inflation|inflación|inflazione|інфляц|инфляц|inflacj|teuerung")
_TO_MONTH = re.compile(
    r"(?:year|twelve\smonths|12\smonths)\s(?:to|through|ending(?:\sin)?|ended(?:\sin)?)\s|zwölf\smonaten?\sbis|12\smonaten?\sbis"
)
_BETWEEN = re.compile(r"(?:^|\s)(?:and|to|und|et|y|e|і|и|bis|à|a|до)\s")
_TWO_MONTHS = timedelta(62)


def is_of_prices(metric: str) -> bool:
    """Tell whether a metric is a change of prices by itself."""
    return _PRICES.search(lower(metric)) is not None


def month_of_change(period: Period, told: str) -> Period:
    """Give the last month of a span over which something changed; any other period as it is.

    Args:
        period: When the change was.
        told: The words that tell it: "the year to May", "May and June".
    """
    if (
        period.accuracy in (Accuracy.DAY, Accuracy.WEEK)
        or period.end == date.max
        or (period.end + timedelta(1)).day != 1
    ):
        return period
    low = lower(told)
    is_pair = period.end - period.start < _TWO_MONTHS and period.start.month != period.end.month
    if not (_TO_MONTH.search(low) or (is_pair and _BETWEEN.search(low))):
        return period
    return replace(period, start=period.end.replace(day=1), accuracy=Accuracy.MONTH)
