"""What a terminal shows of claims, for people who edit: who says what, of what, when, how far apart."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from rich import box
from rich.table import Table
from rich.text import Text

from service.claim import Claim, Comparison, Match, PeriodKind, Severity, Verdict, VerdictKind
from service.conflict import Conflict
from service.dispute import Dispute
from service.judging import gap_words, judge
from service.matching import NearMiss, compare
from service.policy import Policy

COLOURS = {Severity.SLIGHT: "green", Severity.MODERATE: "yellow", Severity.MAJOR: "red", Severity.EXTREME: "bold red"}
VERDICT_COLOURS = {
    VerdictKind.CONFLICT: "red",
    VerdictKind.COMPATIBLE: "green",
    VerdictKind.AGREE_BY_ROUNDING: "green",
    VerdictKind.AGREE: "green",
    VerdictKind.NOT_COMPARABLE: "cyan",
}
_LOOKS_ALIKE = 0.15
"""Below this score two metrics have next to no words in common."""
_MOST_LOOK_ALIKES = 6
_TELLS_ALONE = {"period", "unit"}
"""Separators that are worth showing also when more than they keeps a pair apart."""

Pair = tuple[Claim, Claim, Comparison, Verdict]


def table_of_conflicts(title: str, conflicts: Sequence[Conflict]) -> Table:
    """One row a conflict, the gravest first."""
    table = _table(title, "red")
    for name in ("how far apart", "of what", "when"):
        table.add_column(name)
    table.add_column("one says")
    table.add_column("another says")
    for conflict in sorted(conflicts, key=_gravest):
        one, other = conflict.claims
        table.add_row(_apart(conflict), of_what(one), when(one), _says(one), _says(other))
    return table


def table_of_disputes(disputes: Sequence[Dispute]) -> Table:
    """One row a dispute, the gravest first: the figures that exclude each other, and what may explain them."""
    table = _table("Disputes", "red")
    table.add_column("how far apart")
    table.add_column("figures that exclude each other")
    for dispute in sorted(disputes, key=lambda one: (-one.severity.rank, one.opened_at, one.id)):
        apart = Text(f"{dispute.severity.value}, {gap_words(dispute.gap)}", style=COLOURS[dispute.severity])
        table.add_row(apart, disputed_figures(dispute))
    return table


def disputed_figures(dispute: Dispute) -> str:
    """Give a dispute in a line.

    "COVID-19 deaths, Switzerland, 18 March 2020: 14, 19, 21, 33 (33 = 14 + 19, possible)"
    """
    question, period = dispute.question, dispute.question.period
    what = ", ".join(part for part in (question.metric, question.subject, question.place) if part)
    first, last = (f"{day.day} {day:%B %Y}" for day in (period.start, period.end))
    span = period.as_given or f"{first} to {last}"
    when = last if period.start == period.end or period.kind is PeriodKind.AS_OF else span
    figures = ", ".join(one.figure for one in dispute.positions)
    more = f" and {hidden} more" if (hidden := dispute.position_count - len(dispute.positions)) else ""
    why = f" ({dispute.cause.says}, {dispute.cause.likelihood.value})" if dispute.cause else ""
    return f"{what}, {when}: {figures}{more}{why}"


def table_of_agreements(pairs: Sequence[Pair]) -> Table:
    """Pairs whose figures can both stand, with the reason."""
    table = _table("Can both stand", "green")
    for name in ("of what", "when", "one says", "another says", "why"):
        table.add_column(name)
    for one, other, _, verdict in pairs:
        table.add_row(of_what(one), when(one), _says(one), _says(other), verdict.reason)
    return table


def table_of_look_alikes(pairs: Sequence[Pair]) -> Table:
    """Pairs that look alike and are not comparable, with what keeps them apart."""
    table = _table("Look alike, but are not compared", "cyan")
    for name in ("one says", "another says", "kept apart by"):
        table.add_column(name)
    for one, other, comparison, _ in pairs:
        table.add_row(_says_of(one), _says_of(other), comparison.separator or "")
    return table


def table_of_matches(matches: Sequence[Match]) -> Table:
    """What is stored of the same metric and period, beside a claim."""
    table = _table("Matches", "blue")
    for name in ("verdict", "says", "of what", "when", "score", "why"):
        table.add_column(name)
    for match in matches:
        verdict = Text(f"{match.verdict.value.replace('_', ' ')} ({match.band.value if match.band else 'no match'})")
        verdict.stylize(VERDICT_COLOURS[match.verdict])
        claim = match.claim
        table.add_row(verdict, _says(claim), of_what(claim), when(claim), f"{match.score:.2f}", match.reason)
    return table


def table_of_near_misses(near: Sequence[NearMiss]) -> Table:
    """What is stored of nearly the same, and what keeps it apart."""
    table = _table("Nearly the same, but not compared", "cyan")
    for name in ("what keeps it apart", "says", "of what", "when"):
        table.add_column(name)
    for one in near:
        why = "\n".join(ground.sentence for ground in one.apart)
        table.add_row(why, _says(one.claim), of_what(one.claim), when(one.claim))
    return table


def pair_up(claims: Sequence[Claim], policy: Policy) -> tuple[list[Pair], list[Pair]]:
    """Compare few claims with each other: give the pairs that agree, and those that only look alike."""
    agreeing: list[Pair] = []
    alike: list[Pair] = []
    for one, other in combinations(claims, 2):
        if one.source == other.source:
            continue
        comparison = compare(one, other, policy)
        verdict = judge(one.quantity, other.quantity, policy.tolerance)
        if comparison.separator is not None and comparison.score > _LOOKS_ALIKE:
            alike.append((one, other, comparison, verdict))
        elif comparison.band is not None and not verdict.kind.is_conflict:
            agreeing.append((one, other, comparison, verdict))
    return agreeing, _telling(alike)


def _telling(pairs: Iterable[Pair]) -> list[Pair]:
    """One pair of metrics for each way of being kept apart, those whose words are most alike first."""
    best: dict[tuple[str, ...], Pair] = {}
    for pair in sorted(pairs, key=lambda pair: -_likeness(pair[2])):
        one, other, comparison, _ = pair
        kind, _, _ = (comparison.separator or "").partition(": ")
        if kind not in _TELLS_ALONE and _score(comparison, "period") < 1:
            continue
        best.setdefault((kind, *sorted((one.metric.phrase, other.metric.phrase))), pair)
    return list(best.values())[:_MOST_LOOK_ALIKES]


def _likeness(comparison: Comparison) -> float:
    return _score(comparison, "wording")


def _score(comparison: Comparison, name: str) -> float:
    return next((feature.score for feature in comparison.features if feature.name == name), 0.0)


def of_what(claim: Claim) -> str:
    """Give metric, subject and place in words."""
    parts = [claim.metric.as_given]
    parts += [claim.subject.as_given] if claim.subject else []
    parts += [claim.place.name] if claim.place else []
    return ", ".join(parts)


def when(claim: Claim) -> str:
    """Give the period in words."""
    period = claim.period
    if period.start == period.end:
        return f"{'as of ' if period.kind is PeriodKind.AS_OF else ''}{period.end}"
    return period.as_given or f"{period.start} to {period.end}"


def _gravest(conflict: Conflict) -> tuple[int, Decimal]:
    return -conflict.severity.rank, -(conflict.gap.percent or conflict.gap.absolute)


def _apart(conflict: Conflict) -> Text:
    text = Text(f"{conflict.severity.value}, {gap_words(conflict.gap)}")
    text.stylize(COLOURS[conflict.severity])
    return text


def _says(claim: Claim) -> str:
    who = claim.source
    if claim.claimant and claim.claimant.casefold() != claim.source.casefold():
        who += f" ({claim.claimant})"
    return f"{who}: {claim.quantity.as_given}"


def _says_of(claim: Claim) -> str:
    return f"{_says(claim)}\n{of_what(claim)}, {when(claim)}"


def _table(title: str, colour: str) -> Table:
    return Table(
        title=title, title_style=f"bold {colour}", title_justify="left", box=box.SIMPLE_HEAD, header_style="bold"
    )
