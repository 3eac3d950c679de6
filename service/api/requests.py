"""Bodies, decoded strictly: what a lenient decoder would pass over in silence is refused with advice."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Iterable
from typing import Any, NoReturn

import msgspec
from litestar import Request as LitestarRequest
from litestar.exceptions import InternalServerException, ValidationException

from service.api.refusals import refusal_of
from service.errors import Invalid, Malformed, WrongType
from service.settings import Settings

LARGE_BYTES = 32 * 1024
"""Larger bodies are decoded in a thread: a megabyte takes longer than others should wait."""
_EXACT = 2**53
_SHOWN_CHARACTERS = 200
_UNPRINTABLE = re.compile("[\x00\ud800-\udfff]")
_DEPTH_ADVICE = "The JSON is nested too deeply. Send a flat object as the API document shows it."


class SenderGoneError(Exception):
    """The sender closed the connection in the middle of the body; there is nobody left to answer."""


class Request(LitestarRequest[Any, Any, Any]):
    """A request whose JSON is UTF-8, has each key once, and holds no NUL, lone surrogate, NaN or Infinity."""

    async def json(self) -> Any:
        """Decode the body; raises Malformed or Invalid with what to change."""
        content_type = self.content_type[0]
        if content_type and content_type != "application/json" and not content_type.endswith("+json"):
            raise WrongType(f'The body is sent as "{content_type}". Send JSON with "Content-Type: application/json".')
        body, handler = await self.body(), self.route_handler
        if len(body) < LARGE_BYTES:
            return convert_strictly(decode_strictly(body), handler)
        return await asyncio.to_thread(lambda: convert_strictly(decode_strictly(body), handler))

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """Give the body as it comes; raises SenderGoneError when it stops before its end."""
        try:
            async for chunk in super().stream():
                yield chunk
        except InternalServerException:
            raise SenderGoneError from None


def address_of(request: Request, settings: Settings) -> str:
    """Give the address under which this service is known: what the operator has set, or what was called."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def convert_strictly(decoded: Any, handler: Any) -> Any:
    """Convert a body to the struct that its handler takes; the framework's own way takes "5" for 5 and 0 for a time.

    Raises:
        ValidationException: A field is missing, unknown or of another type; `extra` names it.
    """
    field = getattr(handler, "parsed_data_field", None)
    if field is None or not (isinstance(field.annotation, type) and issubclass(field.annotation, msgspec.Struct)):
        return decoded
    try:
        return msgspec.convert(decoded, field.annotation)
    except msgspec.ValidationError as error:
        refusal = refusal_of(error, field.annotation, decoded)
        raise ValidationException(extra=[{**refusal._asdict(), "source": "body"}]) from None


def decode_strictly(body: bytes) -> Any:
    """Decode JSON.

    Raises:
        Malformed: It is not UTF-8 or not JSON, or a key stands twice; the message says where.
        Invalid: A text in it holds what no database or font can: NUL or half of a surrogate pair.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Malformed(f"The body is not UTF-8: byte {error.start} cannot be decoded. Send UTF-8.") from None
    try:
        decoded = _decode(text)
        unprintable = _find_unprintable(decoded) if "\\u" in text or "\x00" in text else None
    except RecursionError:
        raise Malformed(_DEPTH_ADVICE) from None
    except json.JSONDecodeError as error:
        raise Malformed(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except ValueError as error:
        raise Malformed(f"The body holds a number that no one prints: {error}. Send figures as text.") from None
    if unprintable is not None:
        pointer = "".join(f"/{part}" for part in unprintable)[:_SHOWN_CHARACTERS]
        raise Invalid("The text holds NUL or half of a surrogate pair. Send printable characters.", pointer)
    return decoded


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    decoded = dict(pairs)
    if len(decoded) != len(pairs):
        twice = ascii(_first_repeated(pairs)[:_SHOWN_CHARACTERS])[1:-1]
        raise Malformed(f'The key "{twice}" stands twice in one object. Which of the two is meant? Send it once.')
    return decoded


def _first_repeated(pairs: list[tuple[str, Any]]) -> str:
    """Give the first key that is there already: one pass, however many keys there are."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return key
        seen.add(key)
    return ""


def _number(text: str) -> float:
    """15.0 is a whole number in JSON, and a whole number may stand wherever a broken one may."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is not JSON. Leave the field out, or send the figure as text.")


def _find_unprintable(decoded: Any) -> list[str] | None:
    """Give the way to the first text that cannot be kept. It is written down only where one is: keys may be long."""
    match decoded:
        case str():
            return [] if _UNPRINTABLE.search(decoded) else None
        case dict():
            inside: Iterable[tuple[object, Any]] = decoded.items()
        case list():
            inside = enumerate(decoded)
        case _:
            return None
    for key, inner in inside:
        if isinstance(key, str) and _UNPRINTABLE.search(key):
            return [_shown(key)]
        if (way := _find_unprintable(inner)) is not None:
            return [_shown(key), *way]
    return None


def _shown(key: object) -> str:
    return str(key)[:_SHOWN_CHARACTERS].encode("ascii", "backslashreplace").decode()


_decode = json.JSONDecoder(
    object_pairs_hook=_each_key_once, parse_constant=_refuse_constant, parse_float=_number
).decode
