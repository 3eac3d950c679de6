import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from service.api.openapi import TAGS, document_of
from service.app import create_app
from service.settings import read_settings
from tests.contract.document import COMMITTED, present_document
from tests.patience import PATIENCE_SECONDS
from tests.tools import node_modules

Schema = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Schema:
    made: Schema = json.loads(present_document())
    return made


@pytest.fixture(scope="module")
def app() -> Litestar:
    return create_app(read_settings({}), "postgresql://unused")


def operations(document: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def below(node: Any) -> Iterator[Any]:
    yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from below(one)


def test_the_committed_copy_is_the_present_document() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == present_document(), "the API changed: run `make openapi`"


def test_it_is_made_once(app: Litestar) -> None:
    assert document_of(app) is document_of(app)


def test_a_strict_linter_has_nothing_to_say(tmp_path: Path) -> None:
    program = node_modules() / ".bin" / "redocly"
    rules = Path(__file__).with_name("redocly.yaml")
    command = [program, "lint", "--config", rules, "--format", "json", COMMITTED]
    quiet = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "HOME": str(tmp_path)}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS, env=quiet)
    told = json.loads(answer.stdout[answer.stdout.index("{") :])
    assert [f"{one['ruleId']}: {one['message']}" for one in told["problems"]] == []
    assert answer.returncode == 0


def test_every_reference_leads_somewhere_and_every_schema_is_used(document: Schema) -> None:
    references = {one["$ref"] for one in below(document) if isinstance(one, dict) and "$ref" in one}
    named = {f"#/components/{kind}/{name}" for kind in ("schemas", "headers") for name in document["components"][kind]}
    assert references == named


def test_every_operation_has_its_own_name_and_a_known_tag(document: Schema) -> None:
    names = [one["operationId"] for _, _, one in operations(document)]
    assert len(names) == len(set(names))
    assert {tag for _, _, one in operations(document) for tag in one["tags"]} <= {tag.name for tag in TAGS}


def test_every_refusal_is_a_problem_document(document: Schema) -> None:
    for _, path, operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                assert answer["content"] == problem, (path, status)


def test_every_operation_on_data_needs_a_key_or_a_link(document: Schema) -> None:
    for method, path, operation in operations(document):
        scopes = [scope for one in operation["security"] for scope in one["apiKey"]]
        by_link = path.startswith("/v1/feeds/")
        is_open = by_link or path.startswith("/health")
        assert scopes == [] if is_open else scopes in (["read"], ["write"], ["admin"]), (method, path)
        links = [one for one in operation.get("parameters", []) if (one["name"], one["in"]) == ("link", "query")]
        assert [one["required"] for one in links] == ([True] if by_link else []), (method, path)


def test_every_field_and_every_parameter_is_described(document: Schema) -> None:
    fields = {
        f"{name}.{field}": one
        for name, schema in document["components"]["schemas"].items()
        for field, one in schema.get("properties", {}).items()
    }
    told = {
        f"{operation['operationId']}?{one['name']}": one
        for _, _, operation in operations(document)
        for one in operation.get("parameters", [])
    }
    everything = fields | told | document["components"]["schemas"]
    assert [name for name, one in everything.items() if not one.get("description")] == []


def test_limits_stay_with_what_may_be_null(document: Schema) -> None:
    note = document["components"]["schemas"]["ConflictChange"]["properties"]["note"]
    assert (note["type"], note["maxLength"]) == (["string", "null"], 4000)


def test_exact_decimals_are_texts_that_no_generator_makes_a_float(document: Schema) -> None:
    assert [one for one in below(document) if isinstance(one, dict) and one.get("format") == "decimal"] == []
    percent = document["components"]["schemas"]["Gap"]["properties"]["percent"]
    assert percent["pattern"] == r"^-?[0-9]+(\.[0-9]+)?$"


def test_no_two_enumerations_give_constants_of_one_name(document: Schema) -> None:
    """In Go they stand side by side in one package."""
    names = [
        name
        for schema in document["components"]["schemas"].values()
        for name in schema.get("x-enum-varnames", [one.upper() for one in schema.get("enum", [])])
    ]
    assert sorted(names) == sorted(set(names))
    for schema in document["components"]["schemas"].values():
        assert len(schema.get("x-enum-varnames", schema.get("enum", []))) == len(schema.get("enum", []))


def test_each_event_is_typed(document: Schema) -> None:
    assert list(document["webhooks"]) == [
        "conflict.created",
        "conflict.updated",
        "dispute.opened",
        "dispute.updated",
        "dispute.settled",
        "article.read",
        "series.flagged",
        "claim.withdrawn",
        "webhook.disabled",
        "webhook.test",
        "digest",
    ]
    created = document["components"]["schemas"]["ConflictCreated"]["properties"]
    assert created["type"]["enum"] == ["conflict.created"]
    assert {"$ref": "#/components/schemas/AnnouncedConflict"} in created["data"]["allOf"]
