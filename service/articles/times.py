"""What time a figure speaks of, and how that is known: said, inherited from the text before, or assumed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from msgspec.structs import replace

from service.articles.changes import month_of_change
from service.articles.comparing import Told, is_compared, is_of_statement, is_of_thing, is_told_elsewhere, than
from service.articles.forms import is_past, participle_of
from service.articles.lexicon import Lexicon, lower, phrases
from service.articles.year_before import (
    Earlier,
    compared_with_earlier,
    earlier_times,
    in_year,
    is_behind_compared,
    time_before,
)
from service.claim import Accuracy, Period, PeriodKind
from service.reading.period import PeriodForm

_ADDING = re.compile(r"\b(?:adding|telling)\b|\b(?:added|told|said|says|adds)\b.*\bthat\b")
"""Begins what somebody said besides: its time is not that of a figure before."""
_NEXT_CLAUSE = re.compile(
    r",?\s(?:after|while|whereas|although|nachdem|während|obwohl|weil|alors\sque|tandis\sque|après\sque|mientras|después\sde\sque"
    r"|aunque|mentre|dopo\sche|enquanto|depois\sque|podczas\sgdy|після\sтого|тоді\sяк|хоча|після|после\sтого|тогда\sкак|хотя)\s"
    r"[^;]*\d"
)
"""Begins a clause with a figure of its own, whose time is not that of a figure before."""
_BARE = frozenset({"be", "been", "being", "having", "get"})
_DAYS_KEPT = {
    Accuracy.DAY: 45,
    Accuracy.WEEK: 45,
    Accuracy.MONTH: 180,
    Accuracy.QUARTER: 280,
    Accuracy.HALF: 400,
    Accuracy.YEAR: 500,
    Accuracy.FISCAL_YEAR: 500,
    Accuracy.SPAN: 200,
}
"""How old a time may be that a text goes on to speak of without telling it again; what is older is history."""
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


class When(NamedTuple):
    """A figure in its sentence, whether something happened or stood, and what times the text told before."""

    sentence: str
    start: int
    end: int
    is_event: bool
    is_change: bool
    past: "Past"
    is_count: bool = False
    is_inflation: bool = False


class Past(NamedTuple):
    """What times a text told before a sentence: in its paragraph the last, and in its lead the first."""

    carried: Period | None = None
    lead: Period | None = None
    is_one: bool = True
    """Whether it can be no other: the text told one time only."""
    since: Period | None = None
    """The last total since a day that the text told."""
    lengths: Mapping[str, Period] = {}
    """The last `quarter` and the last `month` that it told."""


def time_of(when: When, told: Sequence[Told], lexicon: Lexicon) -> Timed:
    """Give the period of a figure: the nearest that is neither compared with nor that of the statement.

    Where its sentence tells none, what happened is of the time that the text told before, and so is what stood then;
    what stands now is as of publication, or of the day on which somebody said so.
    """
    again = phrases(lexicon.same | lexicon.closing)
    if earlier := compared_with_earlier(when.sentence, when.start, when.end):
        return _of_earlier(when, told, lexicon, earlier)
    before_spans = earlier_times(when.sentence)
    own = [
        one
        for one in told
        if not _is_of_other(when, one, lexicon)
        and not again.search(lower(when.sentence[slice(*one[:2])]))
        and not any(span.covers(one) for span in before_spans)
    ]
    begun = [one for one in own if _is_begin(when.sentence, one)]
    own = [one for one in own if one not in begun]
    fitting = [one for one in own if not is_of_statement(when.sentence, one, lexicon)]
    if begun and not fitting:
        return Timed(None, By.ASSUMED)
    if fitting:
        nearest = min(fitting, key=lambda one: _distance(when, one))
        nearest = _day_of_total(nearest, fitting) or nearest
        return _said(nearest, when, lexicon)
    return _from_before(when, own, lexicon)


def _from_before(when: When, own: Sequence[Told], lexicon: Lexicon) -> Timed:
    """Give the period of a figure whose sentence tells none but that of the statement."""
    told_last = when.past.carried or when.past.lead
    if when.is_count and _is_toll(when, lexicon) and not _is_day(told_last):
        return Timed(None, By.ASSUMED)
    if not own and _GRANTING.search(lower(when.sentence)) and not when.is_count:
        return Timed(None, By.ASSUMED)
    is_total = when.is_count and not when.is_change
    when = _without_long(when, lexicon)
    before = when.past.carried or (None if is_total and not when.past.is_one else when.past.lead)
    if named := _again_by_length(when, lexicon) or (before and _named_again(when, before, lexicon)):
        return named
    clause = _clause(when, lexicon)
    start = max(lower(when.sentence).rfind(clause[:40], 0, when.start + 1), 0)
    ahead = _FUTURE.search(lower(when.sentence[start : when.end]))
    if own:
        return _on_day_of_statement(when, own, before, lexicon)
    if before is not None and not ahead and not _is_now(when, clause, lexicon):
        return Timed(_form(before, when, lexicon), By.INHERITED)
    return Timed(None, By.ASSUMED)


_LONGEST_EVENT = timedelta(31)
_PERFECT_IS_NOW = frozenset({"en", "es"})
"""Languages whose perfect is not simply the past: "240,000 doses have been ordered"."""


def _without_long(when: When, lexicon: Lexicon) -> When:
    """Forget a year or a quarter that the paragraph told, where people came to harm: that was in the lead's time."""
    carried = when.past.carried
    is_long = carried is not None and carried.end - carried.start > _LONGEST_EVENT
    words = set(re.findall(r"[^\W\d_]+", _clause(when, lexicon)))
    is_harm = when.is_event and not words.isdisjoint(lexicon.casualties)
    is_done = lexicon.language in _PERFECT_IS_NOW and phrases(lexicon.perfect).search(lower(when.sentence))
    if is_long and is_done and when.is_count:
        return when._replace(past=Past(lengths=when.past.lengths))
    return when._replace(past=when.past._replace(carried=None, is_one=True)) if is_long and is_harm else when


def _on_day_of_statement(when: When, own: Sequence[Told], before: Period | None, lexicon: Lexicon) -> Timed:
    """Give the period of a figure whose sentence tells on which day somebody said so."""
    clause = _clause(when, lexicon)
    if phrases(lexicon.perfect).search(clause) and own[-1][2].accuracy is Accuracy.DAY:
        day = own[-1][2].end
        return Timed(PeriodForm(day, day, PeriodKind.AS_OF), By.SAID, own[-1][:2])
    stands = not when.is_event and not when.is_change
    if not stands and before is not None and not _is_now(when, clause, lexicon):
        return Timed(_form(before, when, lexicon), By.INHERITED)
    return Timed(None, By.ASSUMED)


def _is_now(when: When, clause: str, lexicon: Lexicon) -> bool:
    """Tell what stands when the text is published from what was, or happened."""
    stands = not when.is_event and not when.is_change and not _was(clause, lexicon)
    if lexicon.language in ("it", "fr") and phrases(lexicon.perfect).search(clause):
        return False  # "I minori sono stati [4.143]"
    return bool(phrases(lexicon.now).search(clause)) or stands or _is_present(clause, lexicon)


_PRESENT = {"de": frozenset({"hat", "haben", "ist", "sind"}), "fr": frozenset({"a", "ont", "est", "sont"})}


def _is_present(clause: str, lexicon: Lexicon) -> bool:
    """Tell "Der Verein hat [41.200] Mitglieder" from "hat gewonnen": the verb without a participle."""
    words = set(re.findall(r"[^\W\d_]+", clause))
    done = participle_of(lexicon.language)
    others = words - lexicon.now - lexicon.be - lexicon.have
    is_done = any(done.fullmatch(word) for word in others) or not others.isdisjoint(lexicon.verbs | lexicon.state)
    return not words.isdisjoint(_PRESENT.get(lexicon.language, frozenset())) and not is_done


def _said(told: Told, when: When, lexicon: Lexicon) -> Timed:
    start, end, period = told
    if when.is_change or when.is_inflation:
        period = month_of_change(period, when.sentence[start:end])
    if lower(when.sentence[start:end]) in lexicon.now:
        period = replace(period, kind=PeriodKind.AS_OF)  # "derzeit"
    return Timed(_form(period, when, lexicon), By.SAID, (start, end))


def before_change(timed: Timed) -> Timed:
    """Give the time of what stood before a change of a day: "raised the toll from [14] to 31 on Monday"."""
    period = timed.period
    if not isinstance(period, PeriodForm) or period.end == date.min:
        return timed
    if period.start != period.end:  # "sales climbed to 6.3 from [5.8]", of which nobody told when
        return timed if timed.by is By.SAID else Timed(None, By.ASSUMED)
    day = period.end - timedelta(1)
    return timed._replace(period=PeriodForm(day, day, PeriodKind.AS_OF), by=By.INHERITED)


def _of_earlier(when: When, told: Sequence[Told], lexicon: Lexicon, earlier: Earlier) -> Timed:
    """Give the time of a figure that is compared with, from that of what it is compared to."""
    again = phrases(lexicon.same | lexicon.closing)
    own = [
        period
        for start, end, period in told
        if not earlier.covers((start, end, period))
        and not again.search(lower(when.sentence[start:end]))
        and not is_of_statement(when.sentence, (start, end, period), lexicon)
    ]
    base = own[0] if own else when.past.carried or when.past.lead
    if base is None or (earlier.year is not None and when.past.since is not None and not own):
        base = when.past.since or base
    before = None if base is None else _before(base, earlier)
    if before is None:
        return Timed(None, By.ASSUMED)
    return Timed(_form(before, when, lexicon), By.SAID, (earlier.start, earlier.end))


def _before(base: Period, earlier: Earlier) -> Period | None:
    """Give the time that is compared with; of a total since a day that total's span, a year before."""
    if base.since is not None:
        base = replace(base, start=base.since, kind=PeriodKind.DURING, accuracy=Accuracy.SPAN, since=None)
    return time_before(base, earlier.unit) if earlier.year is None else in_year(base, earlier.year)


def _day_of_total(nearest: Told, fitting: Sequence[Told]) -> Told | None:
    """Give the day up to which something counts since another: "On Thursday … had infected 4,200 since October"."""
    if nearest[2].since is None:
        return None
    days = [one for one in fitting if one[2].accuracy is Accuracy.DAY and one[2].since is None]
    if not days:
        return None
    start, end, day = days[0]
    return start, end, replace(day, kind=PeriodKind.AS_OF, start=day.end, since=nearest[2].since)


_OVER = re.compile(r"\bover\sthe\s(?:year|month|quarter)\b|\bover\sthe\s(?:past\s|last\s)?(?:12|twelve)\smonths\b")
"""Tells over what a change is, and not when: it is of the month that the text speaks of."""
_SINCE = re.compile(
    r"(?<!\w)(?:since|seit|depuis|desde|dal|dalla|od|з|із|с|со|від|da)\s(?:[^;.]{0,60}\s)?$", re.IGNORECASE
)


def _is_begin(sentence: str, told: Told) -> bool:
    """Tell the day on which something began that goes on: "Since the campaign began on 20 November, [58,150]"."""
    if told[2].accuracy not in (Accuracy.DAY, Accuracy.MONTH) or told[2].since is not None:
        return False
    clause = sentence[: told[0]]
    return bool(_SINCE.search(clause)) and len(clause.split()) > 1


def told_before(told: Sequence[Told], sentence: str, lexicon: Lexicon, published: date) -> Period | None:
    """Give the time that a sentence leaves to those behind it: the last that it tells and that is over."""
    when = When(sentence, len(sentence), len(sentence), is_event=True, is_change=False, past=Past())
    earlier = earlier_times(sentence)
    for one in reversed(told):
        is_other = not _is_left(one[2], published) or any(span.covers(one) for span in earlier)
        is_other = is_other or _is_of_other(when, one, lexicon) or is_of_statement(sentence, one, lexicon)
        if not (is_other or _is_begin(sentence, one) or is_behind_compared(sentence, one[0])):
            return one[2]
    return None


def _is_left(period: Period, published: date) -> bool:
    kept = _DAYS_KEPT.get(period.accuracy)
    if kept is None or period.since is not None or period.assumed:
        return False
    is_stretch = period.start != period.end == published  # "over the past 12 months"
    return not is_stretch and timedelta(0) <= published - period.end <= timedelta(kept)


def _is_of_other(when: When, told: Told, lexicon: Lexicon) -> bool:
    """Tell a period that is of a comparison, of a thing, or of what somebody added."""
    if is_compared(when.sentence, told, lexicon) or is_of_thing(when.sentence, told, lexicon):
        return True
    between = when.sentence[when.end : told[0]] if told[0] >= when.end else ""
    if any(letter.isdigit() for letter in between) and is_behind_compared(when.sentence, told[0]):
        return True  # "chegou a [24,6%], contra 19,1% há quatro anos"
    if is_told_elsewhere(between, lexicon):
        return True  # "employs [43,000] people, said it would cut 1,200 jobs by 2025"
    return than(between) or bool(_ADDING.search(between)) or bool(_NEXT_CLAUSE.search(lower(between)))


def _named_again(when: When, before: Period, lexicon: Lexicon) -> Timed | None:
    """Give the time that the text told before, where the sentence names it again: "over the same period"."""
    low = lower(when.sentence)
    if found := phrases(lexicon.closing).search(low):
        day = before.end
        return Timed(PeriodForm(day, day, PeriodKind.AS_OF), By.SAID, found.span())
    if found := phrases(lexicon.same).search(low):
        return Timed(_form(before, when, lexicon), By.SAID, found.span())
    is_over = when.is_change and _OVER.search(low)
    return Timed(_form(before, when, lexicon), By.INHERITED) if is_over else None


def _again_by_length(when: When, lexicon: Lexicon) -> Timed | None:
    """Give the quarter or the month that the text told, where a sentence names it so: "sold in the quarter"."""
    found = phrases(frozenset(lexicon.again)).search(lower(when.sentence))
    again = when.past.lengths.get(lexicon.again[found[0]]) if found else None
    return Timed(_form(again, when, lexicon), By.SAID, found.span()) if found and again else None


_FUTURE = re.compile(
    r"(?<!\w)(?:will|shall|(?:\w{2,}(?:erá|irá|ará|erán|irán|arán|erão|irão|arão|erà|irà|arà|eranno|iranno|aranno|eront|iront))"
    r"|będzie|będą|буде|будуть|\w{3,}тиме|\w{3,}тимуть|будет|будут)(?!\w)"
)
"""What is to come is told as of now: "El Gobierno destinará [50 millones]"."""
_GRANTING = re.compile(
    r"(?<!\w)(?:pledged|allocated|earmarked|set\saside|bereitgestellt|stellt\w*|bewilligt|zugesagt|débloqué\w*|alloué\w*|destinó|aprobó|asignó|stanziat\w+"
    r"|destinat\w+|liberou|destinou|przeznaczy\w+|виділи\w+|выдели\w+)(?!\w)"
)
"""Verbs of money that is given: it is as of when the text tells of it, whatever happened before."""
_TOLL = re.compile(
    r"(?<!\w)(?:tolls?|bilan|bilancio|saldo|bilans|balance|todesopfer|zahl\sder\s(?:toten|opfer|todesopfer)|nombre\sde\s(?:morts|victimes)"
    r"|número\sde\s(?:muertos|mortos|víctimas|vítimas|fallecidos)|numero\sd(?:ei|elle)\s(?:morti|vittime)|(?:кількість|число)\s(?:загиблих|жертв|погибших))(?!\w)"
)


def _is_toll(when: When, lexicon: Lexicon) -> bool:
    """Tell "the death toll rose to [5]", which is as of now, whatever span the text told before."""
    return _TOLL.search(_clause(when, lexicon)) is not None


def _is_day(period: Period | None) -> bool:
    return period is None or period.start == period.end


def _clause(when: When, lexicon: Lexicon) -> str:
    """Give the clause of a figure, as far as signs tell where it ends; of one without a verb the sentence."""
    low = lower(when.sentence)
    start = max(low.rfind(sign, 0, when.start) for sign in (", ", ";", ":", "“", '"', "«")) + 1
    ends = [at for sign in (", ", ";", "”", '"', "»") if (at := low.find(sign, when.end)) >= 0]
    clause = low[start : min(ends, default=len(low))]
    has_verb = _was(clause, lexicon) or phrases(lexicon.now).search(clause)
    return clause if has_verb else low


def _was(clause: str, lexicon: Lexicon) -> bool:
    """Tell whether what stands in a clause stood then: "was", "reached", "stood at"."""
    words = set(re.findall(r"[^\W\d_]+", clause))
    if any(is_past(word, lexicon.language) for word in words - lexicon.now - lexicon.reporting):
        return True
    return not words.isdisjoint((lexicon.be | lexicon.have | lexicon.state | lexicon.verbs) - lexicon.now - _BARE)


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
