"""Figures out of the series they stand in: an older figure repeated, another day's, another metric's, a day's increase.

JHU and ECDC, 352 series: of 47,253 same-day pairs that conflict, 73 % are the one's figure of the day before. The day
after, as a control: 0.09 %. So a figure is held against the earlier ones of the other source before anything else.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from service.disputing.causes.chances import chance_of
from service.disputing.causes.printed import Said
from service.knowledge import Cause, CauseName, Likelihood

MOST_DAYS_OLD = 7
MOST_DAYS_AHEAD = 3
_DAY = timedelta(days=1)


class Series:
    """Figures of the same question for other days, by their sources."""

    def __init__(self, figures: Iterable[Said]) -> None:
        self._of: dict[str, list[Said]] = {}
        self._on: dict[tuple[str, date], Said] = {}
        for one in figures:
            if one.printed is not None and one.day is not None:
                self._of.setdefault(one.source, []).append(one)
                self._on.setdefault((one.source, one.day), one)

    def of(self, sources: Iterable[str]) -> list[Said]:
        """Give the figures of these sources."""
        return [one for source in sorted(set(sources)) for one in self._of.get(source, ())]

    def on(self, source: str, day: date) -> Said | None:
        """Give what a source gave for a day."""
        return self._on.get((source, day))


def find_stale(said: Said, holders: Sequence[Said], series: Series) -> Cause | None:
    """Say whether a figure repeats an older one of another source's series, or gives another day's or year's.

    Equal as printed, to the last digit, with three digits at least: one of the seven days before is stale, one of the
    three days after another day's, the same day a year before or after another year's.

    Args:
        said: The figure.
        holders: Those who hold another position of the same question.
        series: Figures of the same question for other days.
    """
    if said.printed is None or said.day is None:
        return None
    compared, found = 0, None
    for one in series.of(holder.source for holder in holders if holder.source != said.source):
        cause = _which_day(said.day, one.day) if one.day is not None else None
        compared += cause is not None
        if found is None and cause is not None and one.printed and one.printed.value == said.printed.value:
            found = cause, one, next(holder for holder in holders if holder.source == one.source)
    if found is None:
        return None
    cause, one, holder = found
    chance = chance_of(cause.value, said.printed.length)
    chance = chance and chance.among(compared)
    if chance is None or chance.likelihood is None or one.day is None:
        return None
    when = f"{one.day.day} {one.day:%B %Y}"
    return Cause(
        name=cause,
        likelihood=chance.likelihood,
        says=f"{said.as_given} is of {when}",
        sentence=f"{said.as_given} ({said.source}) is what {one.source} gave for {when}, and {one.source} now gives "
        f"{holder.as_given}.",
        chance=chance.words,
        figures=(said.as_given, holder.as_given),
        sources=(said.source, holder.source),
        claim_ids=_ids(said, holder, one),
    )


def find_repetition(said: Said, holder: Said, earlier: Said) -> Cause | None:
    """Say that a figure is the older one of the source it contradicts; None where that may be a coincidence.

    Args:
        said: The figure.
        holder: What the other source says for the same time.
        earlier: What it said for a time before.
    """
    cause = find_stale(said, [holder], Series([earlier]))
    is_sure = cause is not None and cause.name is CauseName.STALE and cause.likelihood is Likelihood.LIKELY
    return cause if is_sure else None


def find_other_metric(said: Said, others: Sequence[Said], series: Sequence[Said]) -> Cause | None:
    """Say whether a figure equals one of another metric of the same subject, place and day: a wrong column.

    Likely only if the two metrics have differed before: then they are no two names of one thing.
    """
    if said.printed is None:
        return None
    told = [one for one in others if one.printed is not None and one.metric != said.metric]
    equal = next((one for one in told if one.printed and one.printed.value == said.printed.value), None)
    if equal is None:
        return None
    differed = _have_differed(said, equal, series)
    chance = chance_of("other_metric_that_differed" if differed else "other_metric", said.printed.length)
    chance = chance and chance.among(len({one.metric for one in told}))
    if chance is None or chance.likelihood is None:
        return None
    return Cause(
        name=CauseName.OTHER_METRIC,
        likelihood=chance.likelihood,
        says=f"{said.as_given} is also given for {equal.what or equal.metric}",
        sentence=f"{said.as_given} ({said.source}) is also what {equal.source} gives for another metric on the same "
        f"day: {equal.what or equal.metric}.",
        chance=chance.words,
        figures=(said.as_given,),
        sources=(said.source,),
        claim_ids=_ids(said, equal),
    )


def find_increase(said: Said, holders: Iterable[Said], series: Series) -> Cause | None:
    """Say whether a figure is what another source's total grew by since the day before: new ones, not all."""
    if said.printed is None or said.day is None:
        return None
    for holder in holders:
        before = series.on(holder.source, said.day - _DAY)
        if before is None or before.printed is None or holder.printed is None:
            continue
        if holder.printed.value - before.printed.value == said.printed.value:
            return _increase(said, holder, before)
    return None


def _increase(said: Said, holder: Said, before: Said) -> Cause | None:
    chance = chance_of("increase", said.printed.length if said.printed else 0)
    if chance is None or chance.likelihood is None:
        return None
    arithmetic = f"{holder.as_given} − {before.as_given}"
    return Cause(
        name=CauseName.INCREASE,
        likelihood=chance.likelihood,
        says=f"{said.as_given} = {arithmetic}",
        sentence=f"{said.as_given} ({said.source}) is what the total of {holder.source} grew by in a day: "
        f"{said.as_given} = {arithmetic}.",
        chance=chance.words,
        figures=(said.as_given, holder.as_given),
        sources=(said.source, holder.source),
        claim_ids=_ids(said, holder, before),
    )


def leaves_total(one: Said, other: Said, series: Sequence[Said]) -> bool:
    """Say whether one of two figures does not fit between its neighbours in a running total, and the other does.

    A total does not fall: of the nearest figures of either source, the days before are lower and those after higher.
    """
    if one.printed is None or other.printed is None or one.day is None:
        return False
    beside = sorted(
        (near.day, near.printed.value)
        for near in series
        if near.source in {one.source, other.source} and near.day is not None and near.printed is not None
    )
    if any(earlier[1] > later[1] for earlier, later in pairwise(beside)):
        return False
    before = [value for day, value in beside if day < one.day]
    after = [value for day, value in beside if day > one.day]
    if not before or not after:
        return False
    return _fits(one.printed.value, before, after) != _fits(other.printed.value, before, after)


def _fits(value: Decimal, before: Sequence[Decimal], after: Sequence[Decimal]) -> bool:
    return max(before) <= value <= min(after)


def _which_day(day: date, other: date) -> CauseName | None:
    apart = (other - day).days
    if -MOST_DAYS_OLD <= apart < 0:
        return CauseName.STALE
    if 0 < apart <= MOST_DAYS_AHEAD:
        return CauseName.OTHER_DAY
    if abs(day.year - other.year) == 1 and (day.month, day.day) == (other.month, other.day):
        return CauseName.OTHER_YEAR
    return None


def _have_differed(said: Said, equal: Said, series: Sequence[Said]) -> bool:
    """Whether one source has given both metrics for one other day, with figures that differ."""
    ours = {(one.source, one.day): one.printed for one in series if one.metric == said.metric}
    theirs = {(one.source, one.day): one.printed for one in series if one.metric == equal.metric}
    return any(
        (first := ours[at]) is not None and (second := theirs[at]) is not None and first.value != second.value
        for at in ours.keys() & theirs.keys()
    )


def _ids(*said: Said) -> tuple[UUID, ...]:
    return tuple(one.claim_id for one in said if one.claim_id is not None)
