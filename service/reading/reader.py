"""A draft, field by field, to a claim. What cannot be read is said of all fields at once; nothing is half-read."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec.structs import replace

from service.claim import Claim, ClaimId, Metric, Period, Place, Quantity, QuantityKind, Status, Subject
from service.errors import Unreadable
from service.identity import BIDIRECTIONAL, name_key
from service.reading.draft import Draft, QuantityFields
from service.reading.exact import read_exact
from service.reading.expected import counts_whole_things, needs_no_unit
from service.reading.in_context import resolve
from service.reading.languages import Words, detect_language
from service.reading.metric import of_its_period, read_metric, resolve_metric
from service.reading.metric_period import period_in
from service.reading.metric_unit import unit_in, without_unit
from service.reading.midyear import resolve_year
from service.reading.period import PeriodForm, read_period, read_period_form
from service.reading.place import extract_place, find_place, is_town, read_place
from service.reading.quantity import POLICY, Read, Setting, read_figure
from service.reading.remarks import NOTHING_SAID, read_remark
from service.reading.scope import find_place_in, find_subject_in
from service.reading.subject import read_subject
from service.reading.two_figures import refuse_other_figure
from service.reading.words import LIMIT

T = TypeVar("T")

_TEXTS = ("source", "metric", "subject", "place", "unit", "claimant", "quote", "url", "language", "external_id")
_NAMES = ("source", "claimant", "metric", "subject", "place")
AHEAD = timedelta(days=1)
"""A clock may be wrong or in another zone; who publishes later than that would supersede all who come before."""
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def read(draft: Draft, *, claim_id: ClaimId, received_at: datetime) -> Claim:
    """Read a draft.

    Args:
        draft: The fields as given.
        claim_id: The id that the claim will have.
        received_at: Now; stands in for `published_at` when that is left out.

    Raises:
        Unreadable: A field cannot be read. The error names it; `others` holds the further ones.
    """
    attempt = _Attempts()
    for name in _TEXTS:
        text = getattr(draft, name)
        if text is not None and not is_text(text):
            attempt(partial(check_text, text, f"/{name}"))
    for name in _NAMES:
        attempt(partial(check_name, getattr(draft, name), f"/{name}"))
    published_at = attempt(lambda: read_published_at(draft.published_at, received_at)) or received_at
    attempt(lambda: check_url(draft.url))
    told = None if draft.language else told_language(draft)
    language = draft.language or told
    draft = _timed_by_metric(draft, published_at, language)
    scope = attempt(lambda: _read_scope(draft, language))
    period = attempt(lambda: _read_period(draft, published_at, scope, language))
    figure = attempt(lambda: _read_figure(draft, scope, told))
    if attempt.faults or scope is None or period is None or figure is None:
        first, *others = attempt.faults
        first.others = tuple(others)
        raise first
    quantity = figure.quantity
    remark = NOTHING_SAID
    if quantity.remark is not None:
        remark = read_remark(quantity.remark, published_at=published_at, language=language)
    metric, subject, place = _completed(scope, quantity, remark.words, language)
    if period.assumed and remark.period is not None:
        period = remark.period
    refuse_other_figure(quantity, metric, language)
    metric = of_its_period(metric, quantity, period)
    return Claim(
        id=claim_id,
        source=" ".join(draft.source.split()),
        metric=resolve_metric(metric, quantity),
        quantity=resolve(quantity, metric),
        period=resolve_year(period, metric, subject),
        subject=subject,
        place=place,
        claimant=draft.claimant,
        quote=draft.quote,
        url=draft.url,
        language=draft.language,
        status=figure.status if figure.status is not None and draft.status is Status.REPORTED else draft.status,
        published_at=published_at,
        received_at=received_at,
        external_id=draft.external_id,
    )


def read_published_at(given: str | None, received_at: datetime) -> datetime:
    """Read an ISO 8601 date or date-time. A time without a zone is UTC; a date is its midnight."""
    if given is None:
        return received_at
    try:
        read_at = datetime.fromisoformat(given.strip())
    except ValueError:
        problem = "This is no ISO 8601 date or date-time."
        raise Unreadable("/published_at", given, problem, '"2022-11-22", "2022-11-22T18:30:00+02:00"') from None
    if read_at.tzinfo is None:
        read_at = read_at.replace(tzinfo=UTC)
    try:
        read_at.astimezone(UTC)
    except OverflowError:
        raise Unreadable("/published_at", given, "The year is out of range.", "years 1 to 9999") from None
    if read_at - received_at > AHEAD:
        latest = (received_at + AHEAD).isoformat(timespec="seconds")
        raise Unreadable("/published_at", given, "It lies more than a day in the future.", f"a time up to {latest}")
    return read_at


def check_text(text: str, pointer: str) -> None:
    """Refuse what no database stores and no font prints: NUL, half of a surrogate pair, nothing but spaces."""
    if is_text(text):
        return
    if found := _NO_TEXT.search(text):
        at = found.start()
        problem = "It holds a character that no text holds (NUL or half of a surrogate pair)."
        raise Unreadable(pointer, text, problem, "printable text", (at, at + 1))
    raise Unreadable(pointer, text, "It is empty.", "a text, or leave the field out")


def check_name(text: str | None, pointer: str) -> None:
    """Refuse a name that reads otherwise than it is written, and one of which nothing can be seen."""
    if text is None or not is_text(text):
        return
    if found := BIDIRECTIONAL.search(text):
        at = found.start()
        problem = f"It holds a control character that turns the direction of writing (U+{ord(found[0]):04X})."
        raise Unreadable(pointer, text, problem, "the same name without it", (at, at + 1))
    if not name_key(text):
        raise Unreadable(pointer, text, "Nothing of it can be seen.", "a printable name")


def is_text(text: str) -> bool:
    """Say whether a text can be stored and shown."""
    return bool(text.strip()) and not _NO_TEXT.search(text)


Scope = tuple[Metric, Subject | None, Place | None]


def told_language(draft: Draft) -> str | None:
    """Name the language that the words of a draft tell; of subject and place only those that are no names."""
    plain = (draft.metric, draft.quantity, draft.unit, draft.period, draft.quote)
    return detect_language(
        (
            *(Words(text) for text in plain if isinstance(text, str)),
            *(Words(text, is_name=True) for text in (draft.subject, draft.place) if text is not None),
        )
    )


def _read_scope(draft: Draft, language: str | None) -> Scope:
    return _scope_of(without_unit(draft.metric), draft.subject, draft.place, language)


@lru_cache(maxsize=8192)
def _scope_of(given_metric: str, given_subject: str | None, given_place: str | None, language: str | None) -> Scope:
    """Read of what, of whom and where. A place inside the metric or as the subject is the claim's place.

    "Population of France" is the population, in France; the subject "Ukraine" without a place is the place Ukraine.
    Kept, because newsrooms speak of few things again and again; pure, so what is kept is never stale.
    """
    place = read_place(given_place, language) if given_place is not None else None
    named = find_place(given_subject) if given_subject is not None else None
    if place is not None and named is not None and "/" in named.key and place.key.islower():
        place = named = read_place(f"{place.as_given}, {named.as_given}", language)  # "Baldwin County" of "Alabama"
    if named is not None and (place is None or place.key == named.key):
        subject, place = None, named
    else:
        subject = read_subject(given_subject, language) if given_subject is not None else find_subject_in(given_metric)
    if place is None and subject is None:
        place = find_place_in(given_metric)
    return read_metric(given_metric, language, subject=subject, place=place), subject, place


def _timed_by_metric(draft: Draft, published_at: datetime, language: str | None) -> Draft:
    """Take the period out of the metric's words where it stands there alone."""
    is_read = is_text(draft.metric) and len(draft.metric) <= LIMIT
    if not is_read or isinstance(draft.period, PeriodForm):
        return draft
    timed = period_in(draft.metric, draft.period, published_at.date(), language)
    return draft if timed is None else replace(draft, metric=timed.metric, period=timed.period)


def _read_period(draft: Draft, published_at: datetime, scope: Scope | None, language: str | None) -> Period:
    place = scope[2].key if scope and scope[2] else None
    if isinstance(draft.period, PeriodForm):
        return read_period_form(draft.period)
    whose = draft.subject if scope is None or scope[1] is not None else None
    return read_period(draft.period, published_at=published_at, language=language, place=place, whose=whose)


def _completed(scope: Scope, quantity: Quantity, behind: str, language: str | None) -> Scope:
    """Let what stands behind the figure complete the metric and the place: "300 in Nairobi", "7.2% for males"."""
    metric, subject, place = scope
    nearer = _place_behind(behind, place)
    told = behind if nearer is None else ""
    said = " ".join(part for part in (told, _part_of(quantity.unit.thing, language)) if part)
    if said:
        whole = read_metric(f"{metric.as_given} {said}"[:LIMIT], language, subject=subject, place=nearer or place)
        metric = replace(whole, as_given=metric.as_given)
    return metric, subject, nearer or place


def _place_behind(behind: str, place: Place | None) -> Place | None:
    """Give the place that the words behind the figure name, inside the claim's own; None where it is elsewhere.

    A town whose country nobody says is the claim's: "in Nairobi", of Kenya. Other words are left to the metric.
    """
    found = extract_place(f"figure {behind}") if behind else None
    if found is None or found[1].casefold().removeprefix("figure").split() not in ([], ["in"], ["only"]):
        return None
    named = found[0]
    if place is None or named.key.startswith(f"{place.key}/"):
        return named
    return read_place(f"{named.name}, {place.name}") if is_town(named) else None


_SAID_BY_THINGS = ("sex:", "age:", "flow:", "certainty:", "gross:")


@lru_cache(maxsize=4096)
def _part_of(thing: str | None, language: str | None) -> str:
    """Give what is counted where it says which part, or how much is counted: "300 women", "1,204 new", "€90 gross"."""
    if thing is None:
        return ""
    qualifiers = read_metric(thing, language).qualifiers
    return thing if any(one.startswith(_SAID_BY_THINGS) for one in qualifiers) else ""


def _read_figure(draft: Draft, scope: Scope | None, told: str | None) -> Read:
    place = scope[2].key if scope and scope[2] else None
    if isinstance(draft.quantity, QuantityFields):
        return Read(read_exact(draft.quantity, place), None)
    counts_whole = counts_whole_things(draft.metric, None)
    beside = None if draft.language else told_language(replace(draft, quantity=QuantityFields()))
    setting = Setting(
        draft.language, place, draft.unit, POLICY, needs_no_unit(draft.metric), told, beside, counts_whole
    )
    figure = _figure_of(draft.quantity, setting)
    unit = unit_in(draft.metric) if draft.unit is None and _is_bare(figure.quantity) else None
    if unit is not None:
        figure = _figure_of(draft.quantity, setting._replace(unit=unit))
        figure = figure._replace(quantity=replace(figure.quantity, as_given=draft.quantity))
    figure = _per_as_measured(figure, draft, setting)
    _check_whole(draft.metric, draft.quantity, figure.quantity)
    return figure


_PER = re.compile(
    r"\b(?P<per>(?i:per|par|por)\s+)(?!(?i:cent|cento|ciento|capita)\b)(?:(?:[A-Z]\S*\s+)+(?=[a-z]+\s*$))?"
    r"(?P<of>(?:(?:square|cubic|metric|troy)\s+)?(?:(?![A-Z])[^\W\d_])[^\W\d_]*)"
    r"|\b(?P<je>(?i:pro|je)\s+)(?P<von>[^\W\d_]+)"
)
"""Per what: no proper name, which is by whom ("recibidas por México"), but behind one: "per U.S. Steel share"."""
_TOLD_PER = ("money:", "mass")
_TIMES = re.compile(r"\b(?:second|minute|hour|day|week|month|quarter|year|person)\b", re.IGNORECASE)


def _per_as_measured(figure: Read, draft: Draft, setting: Setting) -> Read:
    """Read money or a mass of a metric that says per what as such: "61 cents" of "dividend per share" are per share."""
    unit, found = figure.quantity.unit, _PER.search(draft.metric)
    is_level = unit.dimension.startswith(_TOLD_PER) and figure.quantity.kind is QuantityKind.LEVEL
    if found is None or not is_level or _TIMES.search(found[0]) or not isinstance(draft.quantity, str):
        return figure
    try:
        per = f"{found['per']}{found['of']}" if found["per"] else found[0]
        completed = _figure_of(f"{draft.quantity} {per}", setting)
    except Unreadable:
        return figure
    if not completed.quantity.unit.dimension.startswith(f"{unit.dimension}/"):
        return figure
    return completed._replace(quantity=replace(completed.quantity, as_given=draft.quantity))


def _is_bare(quantity: Quantity) -> bool:
    return quantity.unit.dimension == "count" and not quantity.unit.name and quantity.kind is QuantityKind.LEVEL


def _check_whole(metric: str, given: str, quantity: Quantity) -> None:
    """Refuse a fraction of people: behind it is a misprint ("1,1044"), or another way of grouping."""
    low = quantity.stated.low
    is_point = low is not None and low == quantity.stated.high and quantity.kind is QuantityKind.LEVEL
    if quantity.unit.dimension != "count" or low is None or not is_point or low == low.to_integral_value():
        return
    if counts_whole_things(metric, quantity.unit.thing):
        problem = "What is counted here comes in whole numbers."
        raise Unreadable("/quantity", given, problem, "digits grouped by threes, or the language of the text")


@lru_cache(maxsize=4096)
def _figure_of(given: str, setting: Setting) -> Read:
    """Kept, because sources repeat each other's figures."""
    return read_figure(given, setting)


def check_url(url: str | None) -> None:
    """Refuse what is no web address."""
    if url is None:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Unreadable("/url", url, "This is no web address.", "https://…")


class _Attempts:
    """Reads on after a fault, so that all of them can be told at once."""

    def __init__(self) -> None:
        self.faults: list[Unreadable] = []

    def __call__(self, reading: Callable[[], T]) -> T | None:
        """Give what is read; of a field that cannot be read None, with its first fault kept."""
        try:
            return reading()
        except Unreadable as fault:
            if fault.pointer not in {known.pointer for known in self.faults}:
                self.faults.append(fault)
            return None
