"""What time a figure speaks of, and how that is known: said, inherited from the text before, or assumed."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from service.articles.lexicon import Lexicon, lower, phrases
from service.claim import Accuracy, Period, PeriodKind
from service.reading.period import PeriodForm

_BEFORE = 28
"""Characters before a period that say what it is there for."""
_COMPARING = re.compile(
    r"\b(?:than|als|que|qu['’]|ніж|чем|(?:down|up)\sfrom|compared\s(?:with|to)|gegenüber|par\srapport|respecto|frente\sa)"
    r"(?!\w)"
)
_FAR = 160
"""Characters between a figure and its period that cost as much as another clause."""


class By(Enum):
    """How a field of a reading is known."""

    SAID = "said"
    SENTENCE = "sentence"
    ARTICLE = "article"
    GIVEN = "given"
    INHERITED = "inherited"
    ASSUMED = "assumed"


class Timed(NamedTuple):
    """A period, and how it is known; without one it is as of publication."""

    period: PeriodForm | None
    by: By
    span: tuple[int, int] | None = None


Told = tuple[int, int, Period]


class When(NamedTuple):
    """A figure in its sentence, whether something happened or stood, and what the text said last."""

    sentence: str
    start: int
    end: int
    is_event: bool
    is_change: bool
    carried: PeriodForm | None


def time_of(when: When, told: Sequence[Told], lexicon: Lexicon) -> Timed:
    """Give the period of a figure: the nearest that is neither compared with nor that of the statement."""
    own = [
        one
        for one in told
        if not (_is_compared(when.sentence, one, lexicon) or _is_of_thing(when.sentence, one, lexicon))
    ]
    own = [one for one in own if one[0] < when.end or not _than(when.sentence[when.end : one[0]])]
    fitting = [one for one in own if not _is_of_statement(when.sentence, one, lexicon)]
    if fitting:
        nearest = min(fitting, key=lambda one: _distance(when, one))
        return Timed(_form(nearest[2], when, lexicon), By.SAID, nearest[:2])
    if own and not when.is_event:
        return Timed(None, By.ASSUMED)
    if when.carried is not None and (when.is_event or when.is_change or _lasts(when.carried)):
        return Timed(when.carried, By.INHERITED)
    return Timed(None, By.ASSUMED)


def _form(period: Period, when: When, lexicon: Lexicon) -> PeriodForm:
    is_total = bool(phrases(lexicon.total).search(lower(when.sentence[max(when.start - 80, 0) : when.end + 40])))
    stands = not when.is_event and not when.is_change and period.accuracy is Accuracy.DAY
    if (
        period.kind is PeriodKind.AS_OF
        or (stands and period.start == period.end)
        or (is_total and period.start == period.end and not when.is_change)
    ):
        return PeriodForm(period.end, period.end, PeriodKind.AS_OF, since=period.since)
    return PeriodForm(period.start, period.end, PeriodKind.DURING, period.accuracy, period.since)


def _distance(when: When, told: Told) -> int:
    start, end, _ = told
    between = when.sentence[end : when.start] if end <= when.start else when.sentence[when.end : start]
    return len(between) + _FAR * (between.count(",") + 2 * between.count(";"))


def _is_compared(sentence: str, told: Told, lexicon: Lexicon) -> bool:
    """Tell the period of a comparison: "higher than last year", "down from 240 in 2015", "the highest since 1992"."""
    before = lower(sentence[max(told[0] - _BEFORE, 0) : told[0]]).rstrip()
    text = lower(sentence[told[0] : told[1]])
    for phrase in lexicon.comparison:
        if before.endswith((f" {phrase}", f" {phrase} in")) or text.startswith(f"{phrase} "):
            return not (phrase in ("from", "since", "seit", "depuis", "desde") and not _is_superlative(before))
    return text in ("a year earlier", "a year ago", "a year before", "año anterior", "vorjahr")


def _than(between: str) -> bool:
    """Tell whether a comparison stands between a figure and a period: "2 times more than, for example, in summer"."""
    return bool(_COMPARING.search(lower(between)))


def _is_of_thing(sentence: str, told: Told, lexicon: Lexicon) -> bool:
    """Tell a year that belongs to a thing: "the 1973 building"."""
    words = lower(sentence[: told[0]]).split()
    behind = sentence[told[1] : told[1] + 2]
    is_article = bool(words) and words[-1] in lexicon.determiners and behind[:1] == " " and behind[1:].islower()
    return sentence[slice(*told[:2])].isdigit() and is_article and "the" in lexicon.determiners


def _is_superlative(before: str) -> bool:
    return (
        any(word.endswith(("est", "ste", "sten")) for word in before.split()) or "lowest" in before or "plus " in before
    )


def _is_of_statement(sentence: str, told: Told, lexicon: Lexicon) -> bool:
    """Tell when something was said from when it was so: "the office said on Wednesday"."""
    before = lower(sentence[max(told[0] - 60, 0) : told[0]])
    clause = before[max(before.rfind(","), before.rfind(";"), before.rfind("”"), before.rfind('"')) + 1 :]
    words = clause.split()
    return any(word in lexicon.reporting for word in words[-6:]) and not any(letter.isdigit() for letter in clause)


def _lasts(period: PeriodForm) -> bool:
    """Tell whether a text that told this period goes on to speak of it: a month, a quarter, a year."""
    return period.kind is PeriodKind.DURING and period.accuracy in (Accuracy.MONTH, Accuracy.QUARTER, Accuracy.YEAR)
