"""Documents of schema.org, taken apart into Claims: what fact-checkers and statistics offices wrap them in.

a list, "@graph"                   each
DataFeed                           each item of its elements, as ClaimReview feeds come
Dataset                            each Observation in it, and each variable that carries a value
Observation                        a Claim about it
"""

from collections.abc import Iterator, Mapping
from typing import Any

_DEEPEST = 8
_OBSERVATIONS = ("observation", "hasPart", "mainEntity", "about", "variableMeasured")
_OF_ALL = (
    "temporalCoverage",
    "spatialCoverage",
    "datePublished",
    "inLanguage",
    "url",
    "publisher",
    "creator",
    "provider",
)
_PREFIXES = ("https://schema.org/", "http://schema.org/", "schema:")


def items_in(decoded: Any, depth: int = _DEEPEST) -> Iterator[Any]:
    """Give each thing that can be a claim; what is none of the known wrappings is given as it is."""
    kinds = types_of(decoded)
    if isinstance(decoded, list) and depth:
        for one in decoded:
            yield from items_in(one, depth - 1)
    elif isinstance(decoded, dict) and depth and isinstance(decoded.get("@graph"), list):
        yield from items_in(decoded["@graph"], depth - 1)
    elif "DataFeed" in kinds and depth:
        for one in several(decoded.get("dataFeedElement")):
            yield from items_in(one.get("item", one) if isinstance(one, dict) else one, depth - 1)
    elif "Dataset" in kinds and (found := list(_in_dataset(decoded))):
        yield from found
    elif "Observation" in kinds:
        yield _as_claim(decoded, {})
    else:
        yield decoded


def types_of(node: Any) -> set[str]:
    """Give the types of a thing, without schema.org's address."""
    given = several(node.get("@type")) if isinstance(node, dict) else []
    return {_short(one) for one in given if isinstance(one, str)}


def several(node: Any) -> list[Any]:
    """Give what may be one or many as many."""
    return node if isinstance(node, list) else [] if node is None else [node]


def _in_dataset(dataset: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    shared = {name: dataset[name] for name in _OF_ALL if name in dataset}
    for name in _OBSERVATIONS:
        for one in several(dataset.get(name)):
            kinds = types_of(one)
            if "Observation" in kinds:
                yield _as_claim(one, shared)
            elif name == "variableMeasured" and "PropertyValue" in kinds and "value" in one:
                yield _as_claim({**one, "@type": "Observation", "variableMeasured": one.get("name")}, shared)


def _as_claim(observation: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Give a claim about an observation; what stands in it goes before what its dataset says."""
    said = {**shared, **{name: observation[name] for name in _OF_ALL if name in observation}}
    publisher = said.get("publisher") or said.get("creator") or said.get("provider")
    return {
        "@type": "Claim",
        "about": dict(observation),
        "appearance": {"@type": "Dataset", "publisher": publisher, "url": said.get("url")},
        "temporalCoverage": observation.get("observationDate") or said.get("temporalCoverage"),
        "spatialCoverage": said.get("spatialCoverage"),
        "datePublished": said.get("datePublished"),
        "inLanguage": said.get("inLanguage"),
        "identifier": observation.get("identifier") or observation.get("@id"),
    }


def _short(name: str) -> str:
    return next((name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix)), name)
