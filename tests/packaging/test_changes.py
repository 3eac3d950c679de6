"""Whoever adds a word to a list of the domain and forgets one of the places that must know it is told here."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable
from inspect import signature
from pathlib import Path

import pytest

from service.api.access import Scope
from service.api.events import feed_wanted
from service.api.filters import claim_filters, conflict_filters, dispute_filters
from service.api.link_schemas import FeedFilters
from service.api.payloads import EVENTS
from service.claim import Band, Sameness, Severity, VerdictKind
from service.cli.exporting import export
from service.cli.tables import COLOURS, VERDICT_COLOURS
from service.conflict import STANDING, ConflictStatus, Resolution
from service.console.filters import read_filters
from service.dispute import DisputeChange
from service.event import EndpointFormat, EventType, Wish
from service.judging import Act
from service.notifying.cards import SEVERITY_COLOURS
from service.recording import Counts
from service.recording.answers import ANSWER_ORDER
from service.series import CheckKind

TOP = Path(__file__).parents[2]
SCHEMA = (TOP / "sql/schema.sql").read_text(encoding="utf-8")
CATALOGUES = sorted((TOP / "service/console/words").glob("*.json"))
CONSTRAINTS = {
    "api_keys_scopes": Scope,
    "conflicts_band": Band,
    "conflicts_status": ConflictStatus,
    "disputes_status": ConflictStatus,
    "endpoints_format": EndpointFormat,
    "judgements_verdict": Sameness,
    "phrase_edges_band": Band,
    "phrase_edges_judged": Sameness,
}
STORAGE = sorted((TOP / "service/storage").glob("*.py"))


def values(words: Iterable[object]) -> set[str]:
    return {str(word.value) for word in words}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_takes_what_the_program_knows(name: str) -> None:
    """A new word needs a migration: without one it was answered 500 when it was first stored."""
    [said] = re.findall(rf"CONSTRAINT {name} CHECK (.*)", SCHEMA)
    stored = set(re.findall(r"'(\w+)'::text", said)) or set(
        re.findall(r"\w+", said.partition("'{")[2].partition("}")[0])
    )
    assert stored == values(CONSTRAINTS[name])


def test_every_event_has_its_payload_in_the_document() -> None:
    assert {str(kind.__struct_config__.tag) for kind in EVENTS} - {"digest"} == values(EventType)


def test_every_event_has_its_line_in_the_table() -> None:
    """A new one went to every receiver that named no types, and led nowhere."""
    assert [kind for kind in EventType if not kind.handling] == []


def test_every_verdict_is_counted() -> None:
    assert set(Counts.__struct_fields__) - {"further"} == values(VerdictKind)


def test_every_verdict_has_its_place_in_answers_its_colour_and_its_side_in_the_console() -> None:
    """One that was forgotten came last, was green, and stood among those that agree."""
    assert ANSWER_ORDER.keys() == VERDICT_COLOURS.keys() == set(VerdictKind)
    script = (TOP / "service/console/static/telling.js").read_text(encoding="utf-8")
    listed = script.partition("CANNOT_STAND = {")[2].partition("}")[0]
    assert set(re.findall(r"(\w+): (?:true|false)", listed)) == values(VerdictKind)


def test_every_severity_has_its_colour() -> None:
    assert COLOURS.keys() == SEVERITY_COLOURS.keys() == set(Severity)


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        ("verdict", VerdictKind),
        ("severity", Severity),
        ("status", ConflictStatus),
        ("resolution", Resolution),
        ("act", Act),
        ("change", DisputeChange),
        ("check", CheckKind),
    ],
)
def test_the_console_has_a_word_for_each_in_each_of_its_languages(begins: str, words: Iterable[object]) -> None:
    assert len(CATALOGUES) > 1
    for path in CATALOGUES:
        known = json.loads(path.read_text(encoding="utf-8"))
        assert [word for word in sorted(values(words)) if f"{begins}.{word}" not in known] == [], path.name


QUERIES = sorted((TOP / "sql/queries").glob("*.sql"))
NAMED = re.compile(r"(?:status|\$\d+::text) (not )?in \(((?:'\w+',? ?)+)\)")


def test_what_waits_for_a_decision_is_the_same_in_each_query() -> None:
    """SQL names the statuses: all that are not closed, or all that are, and never some of them."""
    found = 0
    for path in QUERIES:
        text = path.read_text(encoding="utf-8")
        for _, listed in NAMED.findall(text):
            named = set(re.findall(r"\w+", listed))
            if named & values(ConflictStatus):
                found += 1
                assert named in (values(STANDING), values(ConflictStatus) - values(STANDING)), f"{path.name}: {listed}"
    assert found > 5


def filters() -> list[tuple[Path, str, str]]:
    """Each field of each class of filters, with the file that must hand it to a query."""
    return [
        (path, one.name, field.target.id)
        for path in STORAGE
        for one in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(one, ast.ClassDef) and one.name.endswith("Filters")
        for field in one.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    ]


def test_every_filter_reaches_a_query() -> None:
    """One with a default that no query was handed narrowed nothing, and nobody was told."""
    assert len(filters()) > 20
    forgotten = [f"{name}.{field}" for path, name, field in filters() if f"filters.{field}" not in path.read_text()]
    assert forgotten == []


NARROWING = {"claims": claim_filters, "conflicts": conflict_filters, "disputes": dispute_filters}
NOT_IN_A_LINK = {"since"}
"""A link stands for years; what changed since a day is no question for it."""
NOT_IN_THE_CONSOLE = {"period_from", "period_to", "assignee", "recommended", "ours", "stale"}
"""The queue is short enough without; whoever needs them asks the API."""


def narrowed_by(what: str) -> set[str]:
    return set(signature(NARROWING[what]).parameters) - {"reading"}


def test_every_filter_of_a_list_is_an_option_of_its_export() -> None:
    options = {one.name for one in export.params}
    assert [name for what in ("claims", "conflicts") for name in sorted(narrowed_by(what)) if name not in options] == []


def test_every_filter_of_disputes_stands_in_links_and_in_the_console_or_is_named_here() -> None:
    """One that was forgotten in the console was ignored there, and nobody was told."""
    assert narrowed_by("disputes") - set(FeedFilters.__struct_fields__) == NOT_IN_A_LINK
    script = (TOP / "service/console/static/filters.js").read_text(encoding="utf-8")
    texts = re.findall(r"\w+", script.partition("TEXTS = [")[2].partition("]")[0])
    asked = {*re.findall(r'query\.get\("(\w+)"\)', script), *texts}
    assert narrowed_by("disputes") - asked == NOT_IN_THE_CONSOLE
    assert narrowed_by("disputes") - set(read_filters({})) == NOT_IN_THE_CONSOLE | {"q"}, "without a script"


def test_what_readers_of_the_feed_must_ask_for_they_can_ask_for() -> None:
    """A wish without its parameter could not be uttered."""
    named = {f"with_{wish.value}" for wish in Wish}
    assert {name for name in signature(feed_wanted).parameters if name.startswith("with_")} == named


def test_no_two_classes_of_one_package_bear_one_name() -> None:
    named: Counter[tuple[str, str]] = Counter()
    for path in (TOP / "service").rglob("*.py"):
        package = path.relative_to(TOP / "service").parts[0]
        classes = [one for one in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(one, ast.ClassDef)]
        named.update((package, one.name) for one in classes if not one.name.startswith("_"))
    assert {one for one, count in named.items() if count > 1} == set()
