"""What a body's refusal says: the field, what was given, and what would be understood in its place.

The decoder knows that something does not fit, and where. What would fit stands in the struct that the body becomes.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import msgspec
from msgspec.inspect import (
    DictType,
    EnumType,
    ListType,
    LiteralType,
    Metadata,
    StructType,
    Type,
    UnionType,
    type_info,
)

_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_MOST_WORDS = 40


class Misfit(NamedTuple):
    """One thing that does not fit."""

    pointer: str
    detail: str
    given: str | None
    understood: str | None


def refusal_of(error: msgspec.ValidationError, expected: type, decoded: object) -> Misfit:
    """Say what does not fit in a decoded body, and what would.

    Args:
        error: As msgspec raised it.
        expected: The struct that the body was to become.
        decoded: The body.
    """
    message, _, path = str(error).partition(" - at `$")
    steps = [name or index for name, index in _STEP.findall(path.strip("`"))]
    kind, pointer = _at(type_info(expected), steps), "".join(f"/{step}" for step in steps)
    if (unknown := _UNKNOWN.fullmatch(message)) is not None:
        return _unknown_field(unknown["name"], kind, pointer)
    if (missing := _MISSING.fullmatch(message)) is not None:
        detail = f'The field "{missing["name"]}" is missing.'
        return Misfit(f"{pointer}/{missing['name']}", detail, None, _meaning(kind, missing["name"]))
    words = _words(kind)
    if words:
        detail = f"There is no such value; it takes one of: {', '.join(words)}."
        return Misfit(pointer, detail, _value(decoded, steps), ", ".join(words))
    return Misfit(pointer, message + _advice(message), _value(decoded, steps), None)


def _advice(message: str) -> str:
    if (message.startswith("Expected `str | ") and "got `int`" in message) or "got `float`" in message:
        return '. Send figures as text, as printed: "85,000".'
    return ""


def _unknown_field(name: str, kind: Type | None, pointer: str) -> Misfit:
    fields = [field.encode_name for field in kind.fields] if isinstance(kind, StructType) else []
    near = get_close_matches(name, fields, 1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    listed = ", ".join(fields)
    return Misfit(
        f"{pointer}/{name}", f'There is no field "{name}" here.{hint} The fields are: {listed}.', None, listed
    )


def _meaning(kind: Type | None, name: str) -> str | None:
    """Give the description of a struct's field."""
    if not isinstance(kind, StructType):
        return None
    field = next((one for one in kind.fields if one.encode_name == name), None)
    schema = field.type.extra_json_schema or {} if field is not None and isinstance(field.type, Metadata) else {}
    description: str | None = schema.get("description")
    return description


def _at(kind: Type, steps: Sequence[str]) -> Type | None:
    """Give the type that stands where the steps lead; None where they lead out of what is known."""
    found: Type | None = _bare(kind)
    for step in steps:
        found = _inside(found, step)
    return found


def _inside(kind: Type | None, step: str) -> Type | None:
    match kind:
        case StructType():
            return next((_bare(field.type) for field in kind.fields if field.encode_name == step), None)
        case ListType():
            return _bare(kind.item_type)
        case DictType():
            return _bare(kind.value_type)
        case _:
            return None


def _bare(kind: Type) -> Type:
    """Leave away what is said of a type, and of a union all but the part that has an inside or words."""
    if isinstance(kind, Metadata):
        return _bare(kind.type)
    if isinstance(kind, UnionType):
        parts = [_bare(part) for part in kind.types]
        return next(
            (part for part in parts if isinstance(part, StructType | EnumType | LiteralType | ListType)), parts[0]
        )
    return kind


def _words(kind: Type | None) -> list[str]:
    match kind:
        case EnumType():
            return [str(one.value) for one in kind.cls][:_MOST_WORDS]
        case LiteralType():
            return [str(value) for value in kind.values][:_MOST_WORDS]
        case _:
            return []


def _value(decoded: Any, steps: Sequence[str]) -> str | None:
    """Give what was sent, as text; None where it is a whole object, or nothing."""
    for step in steps:
        if isinstance(decoded, dict):
            decoded = decoded.get(step)
        elif isinstance(decoded, list) and step.isdigit() and int(step) < len(decoded):
            decoded = decoded[int(step)]
        else:
            return None
    return None if decoded is None or isinstance(decoded, dict | list) else str(decoded)
