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
    further = _FURTHER.search(quantity.remark or "")
    if further is None or _is_part(further["figure"], language):
        return
    first = " ".join((quantity.unit.thing or quantity.unit.name, (quantity.remark or "")[: further.start()])).strip()
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
