"""A dispute in a sentence for print: what, when, and every figure with who says it.

Two or three figures stand one after the other; of more, the lowest and the highest come first, then who says what.
Bounds stay bounds, an approximator stands where a source used it and nowhere else, no sentence is without its date.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from service.claim import Claim, Place
from service.disputing.attribution import list_origins
from service.disputing.wording.dates import day_words, period_words
from service.disputing.wording.figures import FigureWords, figure_words
from service.disputing.wording.lexicon import Lexicon, is_common, lexicon_of
from service.identity import name_key
from service.knowledge import OriginKind, PrintedWords

_FEW = 3
_MOST_LISTED = 8
_MOST_NAMES = 3
_MOST_CLAIMANTS = 2
_COUNTRY = re.compile(r"[A-Z]{2}")
_ARTICLE = re.compile(r"^(?:the|der|die|das|dem|den)\s+", re.IGNORECASE)
_DETERMINED = re.compile(r"^(?:the|an?|our|its|his|her|their)\s", re.IGNORECASE)
_ENGLISH_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


class Held(NamedTuple):
    """A position: claims that hold it, the earliest first, and how many further sources do."""

    claims: Sequence[Claim]
    further: int = 0


class _Told(NamedTuple):
    """A figure in words, and those that stand as a source gave them."""

    words: FigureWords
    left: tuple[str, ...]


def print_words(
    positions: Sequence[Held],
    language: str,
    stale: Mapping[UUID, date] | None = None,
    *,
    hidden: int = 0,
    recommended: Claim | None = None,
) -> PrintedWords:
    """Give the sentence.

    Args:
        positions: In ascending order, two at least.
        language: One of `LANGUAGES`.
        stale: Claims that repeat an older figure, with the day that it is of.
        hidden: How many more positions there are between those given.
        recommended: The claim that a person recommends; a second sentence says so.
    """
    lexicon = lexicon_of(language)
    everything = [claim for held in positions for claim in held.claims]
    head = min(everything, key=lambda claim: (claim.published_at, claim.id))
    what, left = _what(head, everything, lexicon)
    figures = [_figure(held.claims, stale or {}, lexicon) for held in positions]
    told, names = _list(positions, [one.words for one in figures], hidden, lexicon)
    text = lexicon["title"].format(what=what, date=period_words(head.period, lexicon), figures=told)
    left += tuple(word for one in figures for word in one.left) + names
    if recommended is not None:
        text, further = _recommend(text, recommended, stale or {}, lexicon)
        left += further
    return PrintedWords(language, text, tuple(dict.fromkeys(left)))


def _recommend(text: str, claim: Claim, stale: Mapping[UUID, date], lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Say behind all figures which one is recommended, and whose it is."""
    figure, left = _figure([claim], stale, lexicon)
    who, names = _who(Held([claim]), "told", lexicon)
    template: str = lexicon["several"]["recommended"]
    return template.format(text=text, figure=figure.text, who=who), (*left, *names)


def _what(head: Claim, claims: Sequence[Claim], lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Give metric, subject and place, in the words of a claim in that language if there is one; and what is not."""
    told = next((claim for claim in claims if _is_in(claim, lexicon)), head)
    words = [told.metric.as_given]
    if told.subject:
        words.append(told.subject.as_given)
    left = () if _is_in(told, lexicon) else tuple(words)
    if told.place and not any(_says(word, told.place) for word in words):
        key = told.place.key
        name = lexicon.locale.territories.get(key) if _COUNTRY.fullmatch(key) else None
        if name is None:
            name = told.place.as_given if _is_in(told, lexicon) else told.place.name
            left += () if _is_in(told, lexicon) else (name,)
        words.append(name)
    what = str(lexicon["comma"]).join(words)
    return what[0].upper() + what[1:], left


def _says(words: str, place: Place) -> bool:
    return any(name.casefold() in words.casefold() for name in (place.as_given, place.name))


def _is_in(claim: Claim, lexicon: Lexicon) -> bool:
    """Say whether a claim is in that language; one that does not say is taken to be in English."""
    return (claim.language or "en").split("-")[0].casefold() == lexicon.language


def _figure(claims: Sequence[Claim], stale: Mapping[UUID, date], lexicon: Lexicon) -> _Told:
    """Give a position's figure as its earliest claim prints it, with its status and its age."""
    first = claims[0]
    words = figure_words(first.quantity, lexicon)
    left: tuple[str, ...] = ()
    if words.is_quoted and not _is_in(first, lexicon):
        left = (words.text,)
        words = words._replace(text=lexicon["quoted"].format(text=words.text))
    several = lexicon["several"]
    statuses = {claim.status for claim in claims}
    if len(statuses) == 1 and (template := several["status"].get(first.status.value)):
        words = words._replace(text=template.format(figure=words.text))
    if all(claim.id in stale for claim in claims):
        day = day_words(stale[first.id], lexicon)
        words = words._replace(text=several["stale"].format(figure=words.text, date=day))
    return _Told(words, left)


def _list(
    positions: Sequence[Held], figures: Sequence[FigureWords], hidden: int, lexicon: Lexicon
) -> tuple[str, tuple[str, ...]]:
    """Give all figures with who says them; and the names that are to be translated."""
    count = len(positions) + hidden
    places = list(range(len(positions)))
    shown = places if count <= _MOST_LISTED else [*places[:2], *places[-2:]]
    is_between = count > _FEW and figures[0].is_plain and figures[-1].is_plain
    form = "listed" if is_between else "told"
    left: list[str] = []
    told = []
    for at in shown:
        who, common = _who(positions[at], form, lexicon)
        told.append(lexicon["who"][form].format(figure=figures[at].text, who=who))
        left += common
    if count > _MOST_LISTED:
        told.append(lexicon["several"]["total"].format(n=count))
    listed = str(lexicon["separator"]).join(told)
    if is_between:
        template: str = lexicon["several"]["between"]
        listed = template.format(low=figures[0].text, high=figures[-1].text, listed=listed)
    return listed, tuple(left)


def _who(held: Held, form: str, lexicon: Lexicon) -> tuple[str, list[str]]:
    """Say who says a figure: sources by their names, then claimants, each with those who quote it."""
    plain: list[str] = []
    quoting: list[tuple[str, list[str]]] = []
    for origin in list_origins(held.claims):
        others = [one for one in origin.sources if name_key(one) != name_key(origin.name)]
        if origin.kind is not OriginKind.CLAIMANT:
            plain += origin.sources
        elif others:
            quoting.append((origin.name, others))
        else:
            plain.append(origin.name)
    who, prefix = lexicon["who"], "listed_" if form == "listed" else ""
    parts = []
    more = held.further + sum(len(others) for _, others in quoting[_MOST_CLAIMANTS:])
    if plain or more:
        is_one = len(plain) + more + len(quoting) == 1
        template = _template(who, f"{prefix}plain", "" if is_one else "_several")
        parts.append(template.format(names=_names(plain, more, prefix, lexicon)))
    for name, others in quoting[:_MOST_CLAIMANTS]:
        role = _known(who, f"{prefix}claimant", "_after" if parts else "")
        template = _template(who, role, "_one" if len(others) == 1 else "")
        parts.append(template.format(name=_name(name, prefix, lexicon), names=_names(others, 0, prefix, lexicon)))
    told = parts[0]
    for part in parts[1:]:
        told = who["also"].format(first=told, last=part)
    names = [*plain, *(name for name, _ in quoting), *(name for _, others in quoting for name in others)]
    is_english = lexicon.language == "en"
    return told, [] if is_english else [name for name in names if is_common(name)]


def _template(who: dict[str, str], name: str, variant: str) -> str:
    return who[_known(who, name, variant)]


def _known(who: dict[str, str], name: str, variant: str) -> str:
    """Give the variant of a template where the language has one of its own."""
    return f"{name}{variant}" if f"{name}{variant}" in who else name


def _names(names: Sequence[str], more: int, prefix: str, lexicon: Lexicon) -> str:
    shown = [_name(name, prefix, lexicon) for name in dict.fromkeys(names)]
    if len(shown) > _MOST_NAMES or more:
        kept = shown[: _MOST_NAMES - 1]
        count = more + len(shown) - len(kept)
        forms = lexicon["who"].get(f"{prefix}more", lexicon["who"]["more"])
        shown = [*kept, lexicon.form(forms, count).format(n=count)]
    return lexicon.join(shown)


def _name(name: str, prefix: str, lexicon: Lexicon) -> str:
    """Give a name: with its article in English, without one that is of another language or would be declined."""
    if lexicon.language != "en":
        return (_ARTICLE if lexicon["drops_article"] else _ENGLISH_ARTICLE).sub("", name)
    needs_article = not prefix and is_common(name) and not _DETERMINED.match(name)
    return f"{lexicon['who']['article']}{name}" if needs_article else name
