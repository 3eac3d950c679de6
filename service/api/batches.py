"""A batch: NDJSON in, NDJSON out, a line per line, in bounded memory and under the reader's back-pressure."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import msgspec

from service.api.breathing import Breath, in_slices
from service.api.problems import errors_of, problem_of
from service.api.requests import decode_strictly
from service.api.schemas import BatchLine, Refusal
from service.claim import Claim
from service.errors import ClaimdiffError, Invalid, Malformed
from service.reading import Draft
from service.recording import Recorder, Recording

NDJSON = "application/x-ndjson"
_BLANKS = re.compile(rb"[ \t\r\n]*")
LONGEST_LINE_BYTES = 64 * 1024
LINES_IN_A_ROUND = 500
"""Lines stored in one commit. An answer waits for its round, or for the end of what has arrived."""
ROUNDS_AT_ONCE = 2
"""While one round waits for the database, the next is read."""

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read, or why it could not be."""

    number: int
    external_id: str | None
    read: Claim | ClaimdiffError


async def answer_lines(chunks: AsyncIterator[bytes], recorder: Recorder) -> AsyncIterator[bytes]:
    """Store the lines of a stream, and give an answer line for each."""
    under_way: deque[asyncio.Task[list[BatchLine]]] = deque()
    try:
        async for lines in _rounds(chunks, recorder):
            under_way.append(asyncio.create_task(record_lines(lines, recorder)))
            if len(under_way) == ROUNDS_AT_ONCE:
                yield _written(await under_way.popleft())
        while under_way:
            yield _written(await under_way.popleft())
    finally:
        await asyncio.gather(*under_way, return_exceptions=True)


def _written(answers: list[BatchLine]) -> bytes:
    return b"".join(_encode(answer) + b"\n" for answer in answers)


async def record_lines(lines: list[Line], recorder: Recorder) -> list[BatchLine]:
    """Store a round. If the database is away its lines are refused, so that the sender knows which to send again."""
    readable = [line.read for line in lines if isinstance(line.read, Claim)]
    try:
        recorded = iter(await recorder.record(readable, explained=False) if readable else ())
    except ClaimdiffError as error:
        return [_refuse(line, error if isinstance(line.read, Claim) else line.read) for line in lines]
    return [
        _answer(line, next(recorded)) if isinstance(line.read, Claim) else _refuse(line, line.read) for line in lines
    ]


async def _rounds(chunks: AsyncIterator[bytes], recorder: Recorder) -> AsyncIterator[list[Line]]:
    """Read lines into rounds: a full round goes at once, the rest when the stream ends."""
    lines: list[Line] = []
    breathe = Breath()
    async for number, text in split_lines(chunks):
        lines.append(_read(number, text, recorder))
        await breathe()
        if len(lines) >= LINES_IN_A_ROUND:
            yield lines
            lines = []
    if lines:
        yield lines


async def split_lines(chunks: AsyncIterator[bytes]) -> AsyncIterator[tuple[int, bytes]]:
    """Give the lines of a stream that hold something, with their numbers.

    Empty ones are counted and passed over by the megabyte. A line that is too long is given cut, just long enough to be
    refused, and no more of it is kept.
    """
    parts: list[bytes] = []
    number, held = 1, 0
    async for chunk in in_slices(chunks):
        at = 0
        if not held:
            at, number = _past_blanks(chunk, 0, number)
        while (end := chunk.find(b"\n", at)) >= 0:
            yield number, b"".join([*parts, chunk[at:end]])
            parts, held = [], 0
            at, number = _past_blanks(chunk, end + 1, number + 1)
        if at < len(chunk) and held <= LONGEST_LINE_BYTES:
            parts.append(chunk[at:])
            held += len(parts[-1])
    if held:
        yield number, b"".join(parts)


def _past_blanks(chunk: bytes, at: int, number: int) -> tuple[int, int]:
    """Give where the next line with something in it begins, and its number."""
    blanks = _BLANKS.match(chunk, at)
    end = blanks.end() if blanks else at
    return end, number + chunk.count(b"\n", at, end)


def _read(number: int, text: bytes, recorder: Recorder) -> Line:
    try:
        if len(text) > LONGEST_LINE_BYTES:
            raise Invalid(f"The line is longer than {LONGEST_LINE_BYTES:,} bytes. Send one claim a line.")
        decoded = decode_strictly(text)
        if not isinstance(decoded, dict):
            raise Malformed("The line is no JSON object. Send one claim a line.")
    except ClaimdiffError as error:
        return Line(number, None, error)
    return read_line(number, decoded, recorder)


def read_line(number: int, fields: dict[str, Any], recorder: Recorder) -> Line:
    """Read the fields of a claim, or say why they cannot be read."""
    named = fields.get("external_id")
    external_id = named if isinstance(named, str) else None
    try:
        return Line(number, external_id, recorder.read(msgspec.convert(fields, Draft)))
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        return Line(number, external_id, Invalid(message, path.strip("`").replace(".", "/") or "/"))
    except ClaimdiffError as error:
        return Line(number, external_id, error)


def _answer(line: Line, recorded: Recording) -> BatchLine:
    return BatchLine(
        line=line.number,
        outcome="stored" if recorded.stored else "known",
        id=recorded.probe.id,
        external_id=line.external_id,
        matches=len(recorded.pairs),
        conflicts=[conflict.id for conflict in recorded.conflicts],
        beside=list(recorded.beside),
        load=recorded.probe.load_id,
        refusal=[],
        type=None,
    )


def _refuse(line: Line, error: ClaimdiffError) -> BatchLine:
    reasons = [Refusal(one.pointer, one.detail, one.understood) for one in errors_of(error)]
    return BatchLine(
        line=line.number,
        outcome="refused",
        id=None,
        external_id=line.external_id,
        matches=0,
        conflicts=[],
        beside=[],
        load=None,
        refusal=reasons or [Refusal("", str(error), None)],
        type=problem_of(error).type,
    )
