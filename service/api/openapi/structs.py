"""Schemas, from the very structs that decode requests and encode answers."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, get_args

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.typing import FieldDefinition
from msgspec import UNSET, Struct

from service.api.openapi.words import describe, exemplify

Schema = dict[str, Any]
_REFERENCE = "#/components/schemas/"
_JOINED = ("anyOf", "oneOf", "allOf")
_WITHIN_NAME = re.compile(r"(?<=[a-z])(?=[A-Z])")
_VALUES = ("examples", "enum", "x-enum-varnames", "required", "default", "const")


def structs_of(app: Litestar) -> tuple[list[type[Struct]], list[type[Struct]]]:
    """Give the structs that requests bring, and those that answers bring."""
    told: dict[type[Struct], None] = {}
    answered: dict[type[Struct], None] = {}
    for handler in _handlers(app):
        if handler.parsed_data_field is not None:
            told |= dict.fromkeys(_structs(handler.parsed_data_field.annotation))
        answered |= dict.fromkeys(_structs(_returned(handler.parsed_return_field)))
        for response in (handler.responses or {}).values():
            answered |= dict.fromkeys(_structs(response.data_container))
    return list(told), list(answered)


def components(told: list[type[Struct]], answered: list[type[Struct]], known: dict[str, Schema]) -> dict[str, Schema]:
    """Give the schemas by name.

    Args:
        told: What requests bring: what has a default may be left out.
        answered: What answers bring: every field is always there, but for those that may be left out.
        known: The framework's schemas; of them those that only parameters use are taken, which are enumerations.
    """
    _, schemas = msgspec.json.schema_components([*told, *answered], ref_template=_REFERENCE + "{name}")
    infos = _struct_infos([*told, *answered])
    for info in infos:
        _name_times(info, schemas[info.cls.__name__])
    left_out = {info.cls.__name__: _may_be_left_out(info.cls) for info in infos}
    brought = _names_below(told)
    for name, schema in schemas.items():
        for one in schema.get("properties", {}).values():
            _show_default(one, is_told=name in brought)
        if name not in brought and "properties" in schema:
            schema["required"] = [one for one in schema["properties"] if one not in left_out.get(name, ())]
    schemas |= {name: schema for name, schema in known.items() if name not in schemas and "enum" in schema}
    in_order = {kind.__name__: [one.value for one in kind] for kind in _enumerations(infos)}
    for name, schema in schemas.items():
        schema.pop("title", None)
        describe(name, schema)
        if name in in_order:
            schema["enum"] = in_order[name]
    tidied = {name: tidy(schemas[name]) for name in sorted(schemas)}
    _name_apart(tidied)
    for name in tidied.keys() - brought:
        exemplify(name, tidied[name])
    return tidied


def used(roots: Any, schemas: dict[str, Schema]) -> dict[str, Schema]:
    """Give the schemas that are spoken of, there or in each other."""
    found: set[str] = set()
    waiting = [roots]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix(_REFERENCE)
            if name in schemas and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return {name: schemas[name] for name in sorted(found)}


def tidy(schema: Any) -> Any:
    """Write a schema as generators read it best.

    A type that may be null is one schema with two types, so that its limits stay with it; a reference has nothing
    beside it; a constant has a type; a pair is a list of two; nothing says that null is the default.
    """
    match schema:
        case list():
            return [tidy(one) for one in schema]
        case dict():
            return _plain(_nullable({name: _inner(name, one) for name, one in schema.items()}))
        case _:
            return schema


def _inner(name: str, schema: Any) -> Any:
    """What stands below a keyword: schemas, named schemas, or values that are none."""
    if name == "properties":
        return {field: tidy(one) for field, one in schema.items()}
    return schema if name in _VALUES else tidy(schema)


def _plain(schema: Schema) -> Schema:
    if "$ref" in schema and len(schema) > 1:
        schema = {"allOf": [{"$ref": schema.pop("$ref")}], **schema}
    if "enum" in schema and "type" not in schema and all(isinstance(one, str) for one in schema["enum"]):
        schema = {"type": "string", **schema}
    if (kinds := schema.get("prefixItems")) and all(one == kinds[0] for one in kinds):
        del schema["prefixItems"]
        schema["items"] = kinds[0]
    if schema.get("default", ...) is None:
        del schema["default"]
    if schema.get("format") == "decimal":  # generators of Go and C# would make it a float, which a text is not
        del schema["format"]
        schema["pattern"] = r"^-?[0-9]+(\.[0-9]+)?$"
    return schema


def _nullable(schema: Schema) -> Schema:
    """Fold "a string of at most 500, or null" into one schema, where what it joins allows it."""
    for joined in _JOINED:
        kinds = schema.get(joined, [])
        others = [one for one in kinds if one != {"type": "null"}]
        if len(others) == len(kinds) or len(others) != 1 or "type" not in others[0] or "enum" in others[0]:
            continue
        rest = {name: one for name, one in schema.items() if name != joined}
        return {**others[0], **rest, "type": [others[0]["type"], "null"]}
    return schema


def _name_apart(schemas: dict[str, Schema]) -> None:
    """Name the values of enumerations that share one: Go's constants stand side by side in one package."""
    enumerations = {name: schema for name, schema in schemas.items() if "enum" in schema}
    counted = Counter(_constant(value) for schema in enumerations.values() for value in schema["enum"])
    for name, schema in enumerations.items():
        plain = [_constant(value) for value in schema["enum"]]
        if any(counted[one] > 1 for one in plain):
            prefix = _WITHIN_NAME.sub("_", name).upper()
            schema["x-enum-varnames"] = [f"{prefix}_{one}" if counted[one] > 1 else one for one in plain]


def _constant(value: str) -> str:
    return re.sub(r"\W+", "_", value).upper()


def _show_default(schema: Schema, *, is_told: bool) -> None:
    """Say the default in words: as a keyword it makes openapi-typescript demand the field of whoever sends one."""
    default = schema.pop("default", None)
    if is_told and default not in (None, []):
        schema["description"] = (
            f"{schema.get('description', '')} Default: `{json.dumps(default).strip(chr(34))}`.".strip()
        )


def _handlers(app: Litestar) -> Iterator[HTTPRouteHandler]:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if isinstance(handler, HTTPRouteHandler) and handler.resolve_include_in_schema():
                yield handler


def _returned(field: FieldDefinition) -> Any:
    return field.annotation


def _structs(annotation: Any) -> Iterator[type[Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        yield annotation
    for one in get_args(annotation):
        yield from _structs(one)


def _names_below(kinds: Iterable[type[Struct]]) -> set[str]:
    return set(msgspec.json.schema_components(list(kinds))[1])


def _name_times(info: msgspec.inspect.StructType, schema: Schema) -> None:
    """Every time has a zone here, which the struct's own types leave open."""
    for field in info.fields:
        if any(isinstance(one, msgspec.inspect.DateTimeType) for one in _all_below([field.type])):
            schema["properties"][field.encode_name] |= {"format": "date-time"}


def _may_be_left_out(kind: type[Struct]) -> set[str]:
    return {one.encode_name for one in msgspec.structs.fields(kind) if one.default is UNSET}


def _struct_infos(kinds: Iterable[type[Struct]]) -> list[msgspec.inspect.StructType]:
    """Describe these structs and those below them."""
    found: dict[type, msgspec.inspect.StructType] = {}
    waiting = [msgspec.inspect.type_info(kind) for kind in kinds]
    while waiting:
        for info in _all_below([waiting.pop()]):
            if isinstance(info, msgspec.inspect.StructType) and info.cls not in found:
                found[info.cls] = info
                waiting += [field.type for field in info.fields]
    return list(found.values())


def _enumerations(infos: Iterable[msgspec.inspect.StructType]) -> set[type[Enum]]:
    fields = [field.type for info in infos for field in info.fields]
    return {one.cls for one in _all_below(fields) if isinstance(one, msgspec.inspect.EnumType)}


def _all_below(types: list[msgspec.inspect.Type]) -> Iterator[msgspec.inspect.Type]:
    """Give these types and what is joined or held in them, short of the fields of structs."""
    for one in types:
        yield one
        for name in ("type", "types", "item_type", "item_types", "key_type", "value_type"):
            held = getattr(one, name, ())
            yield from _all_below(list(held) if isinstance(held, tuple) else [held])
