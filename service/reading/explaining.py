"""How each part of a claim is read, and by which rule: for keepers of the lexicon, and for desks that were misread."""

from collections.abc import Iterator
from datetime import datetime
from decimal import localcontext
from uuid import UUID

from msgspec import Struct

from service.claim import Claim, ClaimId, Interval, Quantity
from service.errors import Unreadable
from service.reading.draft import Draft
from service.reading.expected import counts_whole_things, needs_no_unit
from service.reading.figures.notes import blank_footnotes
from service.reading.figures.numerals import EXACT
from service.reading.figures.sides import Context
from service.reading.period import show_period
from service.reading.quantity import POLICY, Parsed, Setting, parse
from service.reading.reader import read, told_language

_NOBODY = ClaimId(UUID(int=0))
_GROUP = 3


class Explained(Struct, frozen=True):
    """One part of a claim: its name, what was given, what it is read as, and why."""

    part: str
    given: str
    read: str
    why: str


def explain(draft: Draft, *, received_at: datetime) -> list[Explained]:
    """Explain how a draft is read, part by part. What cannot be read is a part too, with its reason."""
    told = None if draft.language else told_language(draft)
    parts = [_language(draft, told)]
    if isinstance(draft.quantity, str):
        parts.extend(_figure(draft, draft.quantity, told))
    try:
        claim = read(draft, claim_id=_NOBODY, received_at=received_at)
    except Unreadable as fault:
        return [*parts, *(_refused(one) for one in (fault, *fault.others))]
    return [*parts, *_claim(claim)]


def _refused(fault: Unreadable) -> Explained:
    return Explained(
        fault.pointer.strip("/"), fault.given, "asked back", f"{fault.problem} Understood: {fault.understood}"
    )


def _language(draft: Draft, told: str | None) -> Explained:
    if draft.language:
        return Explained("language", draft.language, draft.language, "given")
    if told is None:
        return Explained("language", "", "open", "the words of the claim are too few, or speak for several languages")
    return Explained(
        "language", "", told, "told by the words of metric, figure, period, subject, place and quote together"
    )


def _figure(draft: Draft, given: str, told: str | None) -> Iterator[Explained]:
    """Yield what took each stretch of the figure's text, from left to right."""
    whole = counts_whole_things(draft.metric, None)
    setting = Setting(draft.language, None, None, POLICY, needs_no_unit(draft.metric), told, None, whole)
    try:
        with localcontext(EXACT):
            parsed = parse(given, blank_footnotes(given), setting)
    except Unreadable:
        return
    yield from _leading(parsed, given)
    yield from _number(parsed, given, setting)
    yield from _behind(parsed, given)


def _leading(parsed: Parsed, given: str) -> Iterator[Explained]:
    context, at = parsed.context, 0
    while at < parsed.figure.low.start:
        what, end = _role_before(context, at)
        yield Explained("figure: before", _text(context, given, at, end), what, "the lexicon's table of that name")
        at = end


def _role_before(context: Context, at: int) -> tuple[str, int]:
    lexicon, tokens = context.lexicon, context.tokens
    tables = (
        ("approximator", lexicon.before),
        ("direction", lexicon.direction_before),
        ("filler", lexicon.skipped_before),
        ("between", lexicon.words["between"]),
        ("from", lexicon.words["from"]),
    )
    found = [(name, match) for name, table in tables if (match := table.match(tokens, at)) is not None]
    if not found:
        return "filler", at + 1
    name, (meaning, end) = max(found, key=lambda one: one[1][1])
    return f"{name}: {meaning}" if meaning and name in {"approximator", "direction"} else name, end


def _number(parsed: Parsed, given: str, setting: Setting) -> Iterator[Explained]:
    context, figure = parsed.context, parsed.figure
    for side in (figure.low, figure.high):
        if side is not None:
            text = _text(context, given, side.start, side.amount.end)
            yield Explained("figure: number", text, f"{side.value:f}", _why_number(text, parsed, setting))
    end = (figure.high or figure.low).amount.end
    last = max((side.end for side in (figure.low, figure.high) if side is not None), default=end)
    if figure.measure is not None:
        unit = _text(context, given, end, last)
        yield Explained("figure: unit", unit, figure.measure.name, f"dimension {figure.measure.dimension}")


def _why_number(text: str, parsed: Parsed, setting: Setting) -> str:
    signs = {sign for sign in text if sign in ".,"}
    scale = parsed.figure.low.amount.scale
    words = f"a scale of {scale:f}; " if scale != 1 else ""
    if not signs:
        return f"{words}plain digits or number words"
    if len(signs) > 1:
        return f"{words}of two signs the last is the decimal sign"
    sign = signs.pop()
    if text.count(sign) > 1:
        return f"{words}a sign that stands twice groups"
    behind = "".join(letter for letter in text.partition(sign)[2] if letter.isdigit() or letter.isspace()).split()
    if not behind or len(behind[0]) != _GROUP:
        return f"{words}one sign, not three digits behind it: decimal"
    return f"{words}one sign with three digits behind it: {_resolved_by(sign, parsed, setting)}"


def _resolved_by(sign: str, parsed: Parsed, setting: Setting) -> str:
    name = "comma" if sign == "," else "dot"
    decimal = parsed.context.lexicon.decimal_sign
    if decimal is not None:
        does = "is the decimal sign" if decimal == sign else "groups"
        return f"the {name} {does} in {parsed.context.lexicon.languages[0]}, {'given' if setting.language else 'told'}"
    if sign == "." and setting.counts_whole:
        return "what is counted comes in whole numbers, so the dot groups"
    return f"the {name} is settled by the scale or the words behind it, and a comma else groups"


def _behind(parsed: Parsed, given: str) -> Iterator[Explained]:
    figure, tail = parsed.figure, parsed.tail
    if figure.rate is not None:
        yield Explained("figure: rate", "", figure.rate.name, f"per {figure.rate.base}")
    if tail.thing is not None:
        yield Explained(
            "figure: thing", tail.text, tail.thing, "words behind the number that are no unit: what is counted"
        )
    if tail.remark_at is not None:
        text = given[tail.remark_at :].strip(" ,;:.")
        yield Explained(
            "figure: behind", text, "read with the metric", "what stands behind a figure says of what it is"
        )


def _text(context: Context, given: str, start: int, end: int) -> str:
    tokens = context.tokens[start:end]
    return given[tokens[0].start : tokens[-1].end] if tokens else ""


def _claim(claim: Claim) -> Iterator[Explained]:
    quantity, metric, period = claim.quantity, claim.metric, claim.period
    yield Explained(
        "figure", quantity.as_given, _shown(quantity), f"{quantity.approximator.value}, {quantity.kind.value}"
    )
    yield Explained("metric", metric.as_given, metric.phrase, "stems, and words of one meaning by the thesaurus")
    for qualifier in metric.qualifiers:
        yield Explained("metric: qualifier", "", qualifier, "two metrics that differ in it are two")
    if claim.subject is not None:
        yield Explained("subject", claim.subject.as_given, claim.subject.key, "countries by code, then words in order")
    if claim.place is not None:
        yield Explained("place", claim.place.as_given, claim.place.key, f"shown as {claim.place.name}")
    why = (
        "no period given: as of the publication" if period.assumed else f"{period.kind.value}, {period.accuracy.value}"
    )
    yield Explained("period", period.as_given or "", show_period(period), why)


def _shown(quantity: Quantity) -> str:
    name = quantity.unit.base or quantity.unit.name or "things"
    return f"said {_ends(quantity.stated)}, can be {_ends(quantity.interval)} {name}"


def _ends(interval: Interval) -> str:
    low = "…" if interval.low is None else f"{interval.low:f}"
    high = "…" if interval.high is None else f"{interval.high:f}"
    return (
        low if low == high else f"{'(' if interval.low_open else '['}{low}, {high}{')' if interval.high_open else ']'}"
    )
