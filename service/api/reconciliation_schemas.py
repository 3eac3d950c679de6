"""What the Reconciliation Service API 0.2 has on the wire, by the names of its specification."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from service import __version__

EntityId = Annotated[str, Meta(description="The metric's id, or the source's key.", examples=["reuters"])]
EntityName = Annotated[str, Meta(description="As it is shown.", examples=["Reuters"])]


class EntityType(Struct, frozen=True):
    """What kind of thing a candidate is, in the words of schema.org."""

    id: Annotated[str, Meta(description="Its name there.", examples=["StatisticalVariable"])]
    name: Annotated[str, Meta(description="Its name here.", examples=["Metric"])]


class CandidateFeature(Struct, frozen=True):
    """One of the things that a score was made of."""

    id: Annotated[str, Meta(description="Its name.", examples=["wording"])]
    value: Annotated[float | bool, Meta(description="From 0 to 100, or whether it is so.")]


class ReconciliationCandidate(Struct, frozen=True):
    """What a name may mean."""

    id: EntityId
    name: EntityName
    score: Annotated[float, Meta(description="From 0 to 100; 100 is one and the same.")]
    match: Annotated[bool, Meta(description="Whether it is certain.")]
    type: Annotated[list[EntityType], Meta(description="What kind of thing it is.")]
    features: Annotated[list[CandidateFeature], Meta(description="What the score was made of.")]
    description: Annotated[str, Meta(description="What tells it from its namesakes; may be empty.")]


class ReconciliationResult(Struct, frozen=True):
    """The candidates of one query, the likest first."""

    result: Annotated[list[ReconciliationCandidate], Meta(description="The likest first; empty when there is none.")]


class Suggestion(Struct, frozen=True):
    """A metric or source whose name holds what was typed."""

    id: EntityId
    name: EntityName
    notable: Annotated[list[EntityType], Meta(description="What kind of thing it is.")]
    description: Annotated[str, Meta(description="What tells it from its namesakes; may be empty.")]


class Suggestions(Struct, frozen=True):
    """Names that hold what was typed, those that begin with it first."""

    result: Annotated[list[Suggestion], Meta(description="Twenty at most.")]


class Flyout(Struct, frozen=True):
    """A small preview of a suggestion."""

    id: EntityId
    html: Annotated[str, Meta(description="Two paragraphs, without script.")]


Template = Annotated[str, Meta(description="An address in which `{{id}}` stands for the entity's id.")]
Root = Annotated[str, Meta(description="Address of this service.", examples=["http://127.0.0.1:8000"])]


class View(Struct, frozen=True):
    """Where an entity is shown."""

    url: Template


class Preview(Struct, frozen=True):
    """Where an entity's small page is, and how large it is."""

    url: Template
    width: Annotated[int, Meta(description="In pixels.", examples=[400])]
    height: Annotated[int, Meta(description="In pixels.", examples=[120])]


class SuggestService(Struct, frozen=True):
    """Where names are completed."""

    service_url: Root
    service_path: Annotated[str, Meta(description="Path of the completion.")]
    flyout_service_url: Root
    flyout_service_path: Annotated[str, Meta(description="Path of small previews; `${id}` stands for the id.")]


class SuggestServices(Struct, frozen=True):
    """What can be completed: entities."""

    entity: SuggestService


class Manifest(Struct, frozen=True):
    """What this reconciliation service does, as the specification describes a manifest."""

    versions: Annotated[list[str], Meta(description="Of the specification.", examples=[["0.2"]])]
    name: Annotated[str, Meta(description="As it is shown.", examples=["claimdiff: metrics"])]
    identifierSpace: Annotated[str, Meta(description="What the ids are ids of.")]  # noqa: N815 - the specification's
    schemaSpace: Annotated[str, Meta(description="What the types are types of.")]  # noqa: N815
    defaultTypes: Annotated[list[EntityType], Meta(description="The one type there is.")]  # noqa: N815
    serviceVersion: Annotated[str, Meta(description="Of this program.", examples=[__version__])]  # noqa: N815
    documentation: Annotated[str, Meta(description="Address of the documentation.")]
    view: View
    preview: Preview
    suggest: SuggestServices


class PropertyValue(Struct, frozen=True):
    """A value of another column; it is not used."""

    pid: str
    v: object


class ReconciliationQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """A name to be matched, as the specification describes a query."""

    query: str | None = None
    type: str | list[str] | None = None
    limit: float | None = None
    properties: list[PropertyValue] = []
    type_strict: Literal["any", "should", "all"] | None = None
