"""From an OpenAPI document to one HTML page. Everything that comes from the document is escaped here."""

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

Schema = dict[str, Any]
_CODE = re.compile(r"`([^`]+)`")
_METHODS = ("post", "get", "put", "patch", "delete")
"""As a newcomer meets them: make one, then look at it."""
_DEEPEST_EXAMPLE = 6
_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "from {:g}",
    "maximum": "up to {:g}",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "pattern": "pattern {}",
}


def render(document: Schema) -> str:
    """Give the page."""
    groups = list(_groups(document))
    schemas = document.get("components", {}).get("schemas", {})
    info = document["info"]
    prose = _prose(info.get("summary", "")) + _prose(info.get("description", ""))
    body = [
        f"<header><h1>{escape(info['title'])}</h1>{prose}",
        '<p>As <a href="/openapi.json">OpenAPI 3.1</a>, for generators.</p></header>',
        *(_group(name, text, operations, schemas) for name, text, operations in groups),
        '<section id="schemas"><h2>What travels</h2>',
        *(_schema(name, schema) for name, schema in sorted(schemas.items())),
        "</section>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(info["title"])}: the API</title><link rel="stylesheet" href="/docs/style.css"></head>'
        f"<body>{_contents(groups, schemas)}<main>{''.join(body)}</main></body></html>"
    )


def _groups(document: Schema) -> Iterator[tuple[str, str, list[tuple[str, str, Schema]]]]:
    """Give each tag in the order of the work, with its operations as (method, path, operation)."""
    operations = [
        (method, path, operations[method])
        for path, operations in [*document["paths"].items(), *document.get("webhooks", {}).items()]
        for method in _METHODS
        if method in operations
    ]
    for tag in document.get("tags", []):
        if of_tag := [one for one in operations if tag["name"] in one[2].get("tags", [])]:
            yield (
                tag["name"],
                tag.get("description", ""),
                sorted(of_tag, key=lambda one: (one[1], _METHODS.index(one[0]))),
            )


def _contents(groups: Sequence[tuple[str, str, list[tuple[str, str, Schema]]]], schemas: Schema) -> str:
    parts = ['<nav aria-label="Contents">']
    for name, _, operations in groups:
        links = "".join(
            f'<li><a href="#{escape(one["operationId"])}">{escape(one.get("summary", path))}</a></li>'
            for _, path, one in operations
        )
        parts.append(f'<h2><a href="#{escape(name)}">{escape(name.capitalize())}</a></h2><ul>{links}</ul>')
    links = "".join(f"<li>{_link(name)}</li>" for name in sorted(schemas))
    parts.append(f'<details><summary><a href="#schemas">What travels</a></summary><ul>{links}</ul></details></nav>')
    return "".join(parts)


def _group(name: str, text: str, operations: list[tuple[str, str, Schema]], schemas: Schema) -> str:
    shown = "".join(_operation(method, path, one, schemas) for method, path, one in operations)
    return f'<section id="{escape(name)}"><h2>{escape(name.capitalize())}</h2>{_prose(text)}{shown}</section>'


def _operation(method: str, path: str, operation: Schema, schemas: Schema) -> str:
    parts = [
        f'<article id="{escape(operation["operationId"])}"><h3>{escape(operation.get("summary", ""))}</h3>',
        f'<p class="call"><b class="{method}">{method.upper()}</b> <code>{escape(path)}</code></p>',
        _prose(operation.get("description", "")),
        _parameters(operation.get("parameters", [])),
        _request(method, path, operation.get("requestBody"), schemas),
        _responses(operation.get("responses", {})),
        "</article>",
    ]
    return "".join(parts)


def _parameters(parameters: list[Schema]) -> str:
    if not parameters:
        return ""
    rows = "".join(
        f"<tr><th><code>{escape(one['name'])}</code>{_required(one.get('required'))}</th><td>{escape(one['in'])}</td>"
        f"<td>{_type(one.get('schema', {}))}</td>"
        f"<td>{_prose(one.get('description') or one.get('schema', {}).get('description', ''))}"
        f"{_limits(one.get('schema', {}))}</td></tr>"
        for one in parameters
    )
    return f"<table><caption>Parameters</caption>{rows}</table>"


def _request(method: str, path: str, body: Schema | None, schemas: Schema) -> str:
    if body is None:
        return ""
    media_type, content = next(iter(body["content"].items()))
    example = json.dumps(_example(content.get("schema", {}), schemas, 0), ensure_ascii=False, indent=2)
    parts = (
        f"curl -X {method.upper()} http://127.0.0.1:8000{path}",
        f"-H 'Content-Type: {media_type}'",
        f"-d '{example}'",
    )
    call = " \\\n     ".join(parts) if path.startswith("/") else example  # what the service sends has no address here
    return f"<h4>Send {_type(content.get('schema', {}))}</h4><pre><code>{escape(call)}</code></pre>"


def _responses(responses: Schema) -> str:
    rows = []
    for status, response in sorted(responses.items()):
        types = ", ".join(_type(content.get("schema", {})) for content in response.get("content", {}).values())
        rows.append(
            f"<tr><th>{escape(status)}</th><td>{types or 'nothing'}</td><td>{_prose(response['description'])}</td></tr>"
        )
    return f"<table><caption>Answers</caption>{''.join(rows)}</table>"


def _schema(name: str, schema: Schema) -> str:
    anchor = f'<article id="schema-{escape(name)}"><h3>{escape(name)}</h3>{_prose(schema.get("description", ""))}'
    if "enum" in schema:
        return f"{anchor}<p>{_type(schema)}</p></article>"
    required = schema.get("required", [])
    rows = "".join(
        f"<tr><th><code>{escape(field)}</code>{_required(field in required)}</th><td>{_type(one)}</td>"
        f"<td>{_prose(one.get('description', ''))}{_limits(one)}</td></tr>"
        for field, one in schema.get("properties", {}).items()
    )
    return f"{anchor}<table>{rows}</table></article>" if rows else f"{anchor}<p>{_type(schema)}</p></article>"


def _type(schema: Schema) -> str:
    """Say in words what may stand there, with links to what is described elsewhere."""
    if "$ref" in schema:
        return _link(schema["$ref"].rsplit("/", 1)[1])
    for joined in ("oneOf", "anyOf", "allOf"):
        if joined in schema:
            return " or ".join(_type(one) for one in schema[joined])
    if "const" in schema:
        return f"<code>{escape(json.dumps(schema['const']))}</code>"
    if "enum" in schema:
        return " · ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if isinstance(kind, list):
        return " or ".join(escape(one) for one in kind)
    return escape(f"{kind} ({schema['format']})" if "format" in schema else kind)


def _limits(schema: Schema) -> str:
    said = [escape(words.format(schema[name])) for name, words in _LIMITS.items() if name in schema]
    if "default" in schema and schema["default"] is not None:
        said.append(f"default {escape(json.dumps(schema['default'], ensure_ascii=False, default=str))}")
    if examples := schema.get("examples"):
        values = examples.values() if isinstance(examples, dict) else examples
        said.append(f"as <code>{escape(json.dumps(next(iter(values)), ensure_ascii=False, default=str))}</code>")
    return f'<p class="limits">{"; ".join(said)}</p>' if said else ""


def _example(schema: Schema, schemas: Schema, depth: int) -> Any:
    """Build one: the examples of the fields, and of what has none only what is required."""
    if examples := schema.get("examples"):
        return next(iter(examples))
    if "$ref" in schema:
        return _example(schemas.get(schema["$ref"].rsplit("/", 1)[1], {}), schemas, depth)
    for joined in ("oneOf", "anyOf", "allOf"):
        if joined in schema:
            return _example(schema[joined][0], schemas, depth)
    if depth < _DEEPEST_EXAMPLE and "properties" in schema:
        return {
            name: _example(one, schemas, depth + 1)
            for name, one in schema["properties"].items()
            if "examples" in one or name in schema.get("required", [])
        }
    return _plain_example(schema)


def _plain_example(schema: Schema) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "")
    if isinstance(kind, list):  # such a type may be null, which shows least
        kind = kind[0]
    return {"string": "…", "integer": 1, "number": 0.5, "boolean": True, "array": []}.get(kind)


def _required(required: object) -> str:
    return ' <span class="required">required</span>' if required else ""


def _link(name: str) -> str:
    return f'<a href="#schema-{escape(name)}">{escape(name)}</a>'


def _prose(text: str) -> str:
    """Paragraphs, with `code` between backticks."""
    paragraphs = (_CODE.sub(r"<code>\1</code>", escape(one.strip())) for one in text.split("\n\n"))
    return "".join(f"<p>{one}</p>" for one in paragraphs if one)
