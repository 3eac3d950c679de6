"""schema.org JSON-LD: a claim as a `Claim`, and `Claim` or `ClaimReview` as a claim, where they carry a figure.

A claim's figure is an `Observation` in its `about`; without one it is read in the sentence, as articles are. Of a
ClaimReview only the claim under review is taken: its rating is the reviewer's opinion. Conflicts are not written as
reviews, for a conflict rates nothing.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from service.claim import Claim, PeriodKind, Quantity
from service.errors import Invalid
from service.exchange.linked_items import several, types_of

FiguresIn = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
MEDIA_TYPE = "application/ld+json"
_PLACES = frozenset({"Place", "AdministrativeArea", "Country", "State", "City", "Continent", "Landform"})
UNIT_CODES = {"m": "MTR", "m²": "MTK", "kg": "KGM", "L": "LTR", "W": "WTT", "J": "JOU", "°C": "CEL", "percent": "P1"}
"""Base unit to UN/CEFACT common code, as schema.org's `unitCode` takes it."""
UNITS_BY_CODE = {
    **{code: base for base, code in UNIT_CODES.items()},
    "MTR": "metres",
    "KMT": "km",
    "SMI": "miles",
    "HAR": "hectares",
    "ACR": "acres",
    "KMK": "km²",
    "TNE": "tonnes",
    "LBR": "pounds",
    "MAW": "MW",
    "KWH": "kWh",
    "FAH": "°F",
    "C62": "",
    "H87": "",
}

FIELD_ORIGINS = {
    "source": "appearance.publisher.name",
    "claimant": "author.name",
    "metric": "about.variableMeasured",
    "quantity": "about.value",
    "unit": "about.unitText",
    "period": "temporalCoverage",
    "subject": "about.observationAbout",
    "place": "spatialCoverage",
    "quote": "text",
    "url": "appearance.url",
    "language": "inLanguage",
    "published_at": "datePublished",
    "external_id": "identifier",
}
"""Field to the property that it comes from."""


def as_linked(claim: Claim) -> dict[str, Any]:
    """Give a claim as schema.org's Claim. Figures are JSON numbers with all their digits."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Claim",
            "@id": f"urn:uuid:{claim.id}",
            "identifier": claim.external_id,
            "name": _sentence(claim),
            "text": claim.quote,
            "author": {"name": claim.claimant or claim.source},
            "datePublished": claim.published_at,
            "inLanguage": claim.language,
            "creativeWorkStatus": claim.status.value,
            "temporalCoverage": _coverage(claim),
            "spatialCoverage": {"@type": "Place", "name": claim.place.name} if claim.place else None,
            "about": _observation(claim),
            "appearance": _filled(
                {
                    "@type": "CreativeWork",
                    "url": claim.url,
                    "datePublished": claim.published_at,
                    "publisher": {"@type": "Organization", "name": claim.source},
                    "version": claim.article.version if claim.article else None,
                    "hasPart": _anchored(claim),
                }
            ),
        }
    )


def _anchored(claim: Claim) -> dict[str, Any] | None:
    """Give where the figure stands in the article that it was read from, as the Web Annotation Data Model does."""
    if claim.article is None:
        return None
    figure = claim.article.figure
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "SpecificResource",
        "source": claim.url or f"urn:uuid:{claim.article.id}",
        "selector": {
            "type": "TextQuoteSelector",
            "exact": figure.exact,
            "prefix": figure.prefix,
            "suffix": figure.suffix,
            "refinedBy": {"type": "TextPositionSelector", "start": figure.start, "end": figure.end},
        },
    }


def from_linked(decoded: Any, figures_in: FiguresIn | None = None) -> list[dict[str, Any]]:
    """Give the fields of a claim, or of each figure of its sentence where it has no Observation.

    Args:
        decoded: A Claim or ClaimReview.
        figures_in: Gives the fields of each figure of a sentence; None leaves sentences unread.

    Raises:
        Invalid: It carries no figure.
    """
    claim = _claim_in(decoded)
    observation = next((one for one in several(claim.get("about")) if "Observation" in types_of(one)), None)
    if observation is not None:
        return [_fields_of(claim, observation)]
    sentence = claim.get("text") or claim.get("claimReviewed")
    if figures_in is not None and isinstance(sentence, str) and sentence.strip():
        return figures_in(sentence, _fields_of(claim, {}))
    raise Invalid(
        "The claim carries no figure. Say it by `about`: "
        '{"@type": "Observation", "variableMeasured": "personnel losses", "value": 84720, "unitText": "people"}.',
        "/metric",
    )


def _fields_of(claim: dict[str, Any], observation: dict[str, Any]) -> dict[str, Any]:
    appearance = _first(claim.get("appearance")) or _first(claim.get("firstAppearance")) or {}
    author = _name(claim.get("author"))
    about = _first(observation.get("observationAbout"))
    is_place = bool(types_of(about) & _PLACES)
    quantity = _quantity(observation)
    fields = {
        "source": _name(_object(appearance).get("publisher")) or _name(_object(appearance).get("author")) or author,
        "claimant": author,
        "metric": _name(observation.get("variableMeasured")) or _name(observation.get("measuredProperty")),
        "quantity": quantity,
        "unit": _unit(observation) if isinstance(quantity, str) and _is_bare(quantity) else None,
        "period": claim.get("temporalCoverage") or observation.get("observationDate"),
        "subject": None if is_place else _name(about),
        "place": _name(claim.get("spatialCoverage")) or (_name(about) if is_place else None),
        "quote": claim.get("text") or claim.get("claimReviewed"),
        "url": _object(appearance).get("url") or (appearance if isinstance(appearance, str) else None),
        "language": _name(claim.get("inLanguage")),
        "published_at": claim.get("datePublished") or _object(appearance).get("datePublished"),
        "external_id": _identifier(claim.get("identifier")) or claim.get("@id"),
    }
    return {name: text for name, text in fields.items() if text not in (None, "")}


def _claim_in(decoded: Any) -> dict[str, Any]:
    """Give the claim itself; of a review what it reviews, with the sentence that it quotes."""
    kinds = types_of(decoded)
    if "ClaimReview" in kinds:
        reviewed = _object(_first(decoded.get("itemReviewed")))
        return {"claimReviewed": decoded.get("claimReviewed"), **reviewed}
    if "Claim" in kinds:
        return _object(decoded)
    raise Invalid('The line is neither a Claim nor a ClaimReview of schema.org. Its "@type" says what it is.', "/")


def _sentence(claim: Claim) -> str:
    about = claim.subject or claim.place
    metric = f"{claim.metric.as_given} ({about.as_given})" if about else claim.metric.as_given
    return f"{metric}: {claim.quantity.as_given}"


def _coverage(claim: Claim) -> str:
    start, end = claim.period.since or claim.period.start, claim.period.end
    return end.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


def _observation(claim: Claim) -> dict[str, Any]:
    quantity = claim.quantity
    low, high = quantity.stated.low, quantity.stated.high
    return _filled(
        {
            "@type": "Observation",
            "variableMeasured": claim.metric.as_given,
            "observationAbout": {"name": claim.subject.as_given} if claim.subject else None,
            "observationDate": claim.period.end if claim.period.kind is PeriodKind.AS_OF else None,
            "value": _number(low) if low == high else None,
            "minValue": _number(low) if low != high else None,
            "maxValue": _number(high) if low != high else None,
            "unitCode": UNIT_CODES.get(quantity.unit.base),
            "unitText": _unit_text(quantity),
            "description": quantity.as_given,
        }
    )


def _unit_text(quantity: Quantity) -> str | None:
    """Give the unit that the numbers are in: of counts what is counted, of all else the base unit in words."""
    base = quantity.unit.base
    if not base:
        return quantity.unit.name or None
    return f"per {base[2:]}" if base.startswith("1/") else base.replace("/", " per ")


def _number(figure: Decimal | None) -> msgspec.Raw | None:
    return None if figure is None else msgspec.Raw(f"{figure:f}".encode())


def _quantity(observation: dict[str, Any]) -> Any:
    """Give the figure: `value` as it is printed, or the two ends."""
    if (value := _printed(observation.get("value"))) is not None:
        return value
    ends = {"low": _printed(observation.get("minValue")), "high": _printed(observation.get("maxValue"))}
    given = {name: text for name, text in (*ends.items(), ("unit", _unit(observation))) if text}
    return given if ends["low"] or ends["high"] else None


def _printed(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    return value if isinstance(value, str) else f"{Decimal(str(value)):f}"


def _is_bare(quantity: str) -> bool:
    return not any(character.isalpha() or character in "%€$£¥°" for character in quantity)


def _unit(observation: dict[str, Any]) -> str | None:
    text, code = observation.get("unitText"), observation.get("unitCode")
    if isinstance(code, str) and code in UNITS_BY_CODE:
        return UNITS_BY_CODE[code] or (text if isinstance(text, str) else None)
    return text if isinstance(text, str) else None


def _identifier(given: Any) -> Any:
    found = _first(given)
    return found.get("value") if isinstance(found, dict) else found


def _name(node: Any) -> Any:
    found = _first(node)
    return found.get("name") or found.get("alternateName") if isinstance(found, dict) else found


def _first(node: Any) -> Any:
    return next(iter(several(node)), None)


def _object(node: Any) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {name: inner for name, inner in node.items() if inner is not None}
