"""A text that tells two figures of two kinds, of which the metric has to say which is meant: "12 dead, 34 injured"."""

import re

from service.claim import Metric, Quantity, QuantityKind
from service.errors import Unreadable
from service.reading.expected import is_score
from service.reading.figures.lexicon import lexicon_for
from service.reading.figures.tokens import fold, tokens_of
from service.reading.metric import read_metric
from service.reading.quantity import read_quantity

_KIND = "casualty"


_SCORE = re.compile(r"\s*\d{1,3}\s?[:–-]\s?\d{1,3}\b(?P<half>\s*\(\s*\d{1,3}\s?[:–-]\s?\d{1,3}\s*\))?")
_FURTHER = re.compile(
    r"(?:^|[,;]\s+(?:(?:and|und|et|y|e|i|и|та|і|й)\s+)?)(?P<figure>\d[\d.,\s'’]*\s[^\W\d_]{2,}\D*)", re.IGNORECASE
)
"""Behind the first: "…, 171 against"."""
_PART = re.compile(r"(?:[^\W\d_]{2,}\s+){1,3}(?P<figure>\d[\d.,'’]*\s[^\W\d_]{2,}[^\d,;()]*)")
"""A part of the first: "…, among them 9 police officers"."""


def refuse_other_figure(quantity: Quantity, metric: Metric, language: str | None) -> None:
    """Refuse a figure behind which one of another kind stands, unless the metric speaks of the first.

    "12 dead, 34 injured" of "deaths" is 12; of "injured" it would be 34, and of "victims" nobody knows. "176 votes for,
    171 against" of "votes against" would be 171.

    Raises:
        Unreadable: The metric does not say that the first of the two is meant, or it is the score of a match.
    """
    given = quantity.as_given
    if (score := _SCORE.match(given)) is not None and (score["half"] or is_score(metric.as_given)):
        problem = "This is the score of a match: two figures, of which the metric does not say which is meant."
        raise Unreadable("/quantity", given, problem, "one figure, or a claim for each")
    if "measure:change" in metric.qualifiers and _is_reached(quantity, language):
        problem = "It tells a change and the level that it led to, and the metric speaks of the change."
        raise Unreadable("/quantity", given, problem, "the change alone, or a metric that is the level's")
    remark = quantity.remark or ""
    part = _PART.search(remark)
    if part is not None and _is_named(quantity, part["figure"], metric, language):
        problem = "Two figures stand here, and the metric says something of the second one."
        raise Unreadable("/quantity", given, problem, "one figure, or a claim for each")
    further = _FURTHER.search(remark)
    if further is None or _is_part(further["figure"], language):
        return
    first = " ".join((quantity.unit.thing or quantity.unit.name, remark[: further.start()])).strip()
    try:
        second = read_quantity(further["figure"], language=language)
    except Unreadable:
        return
    if (
        second.unit.dimension == "count"
        and second.kind is QuantityKind.LEVEL
        and _is_open(first, second, metric, language)
    ):
        problem = "Two figures of two kinds stand here, and the metric does not say that the first one is meant."
        raise Unreadable("/quantity", given, problem, "one figure, or a claim for each")


def _is_reached(quantity: Quantity, language: str | None) -> bool:
    """Tell "fell 12 percent to 340", which is read as the level of 340."""
    tokens = tokens_of(fold(quantity.as_given))
    begins = lexicon_for(language).direction_before.match(tokens, 0)
    figures = sum(token.kind == "n" for token in tokens)
    return begins is not None and quantity.kind is QuantityKind.LEVEL and figures > 1 and quantity.remark is None


def _is_named(quantity: Quantity, figure: str, metric: Metric, language: str | None) -> bool:
    """Tell "58 injured, among them 9 police officers" of "police officers injured", which are the nine."""
    own = _words(quantity.unit.thing or quantity.unit.name, language)
    return bool((_words(figure.lstrip("0123456789.,'’ "), language) - own) & _words(metric.as_given, language))


def _is_part(figure: str, language: str | None) -> bool:
    """Tell "3 of them children", which are some of the first."""
    tokens = tokens_of(fold(figure))
    return any(
        lexicon_for(language).word("of", tokens, at) > at for at, one in enumerate(tokens[:2]) if one.kind == "w"
    )


def _is_open(first: str, second: Quantity, metric: Metric, language: str | None) -> bool:
    """Tell whether the metric leaves open which of two counted things it speaks of, or speaks of the second."""
    ours, theirs = _kinds(first, language), _kinds(second.unit.thing, language)
    if ours and theirs:
        return ours != theirs and not ours & _of(metric)
    own, other = _words(first, language), _words(f"{second.unit.name} {second.remark or ''}", language)
    said = _words(metric.as_given, language)
    return bool(other - own) and (not own <= said or bool((other - own) & said))


def _kinds(thing: str | None, language: str | None) -> frozenset[str]:
    return _of(read_metric(thing, language)) if thing else frozenset()


def _of(metric: Metric) -> frozenset[str]:
    return frozenset(one for one in metric.qualifiers if one.startswith(f"{_KIND}:"))


def _words(text: str, language: str | None) -> frozenset[str]:
    """Give the words of a text that say something, each in the form by which it is looked up."""
    return frozenset(read_metric(text, language).phrase.split()) if text.strip() else frozenset()
