"""A batch: claims in, an answer for each, in order, in bounded memory and under the reader's back-pressure."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from service.api.lists import as_lines
from service.api.problems import errors_of, problem_of
from service.api.requests import decode_strictly
from service.api.schemas import BatchLine, Refusal
from service.breathing import Breath, in_slices
from service.claim import Claim
from service.errors import ClaimdiffError, Invalid, Malformed
from service.reading import Draft
from service.recording import MatchesWanted, Recorder, Recording, check_claims

_BLANKS = re.compile(rb"[ \t\r\n]*")
LONGEST_LINE_BYTES = 64 * 1024
LINES_IN_A_ROUND = 500
"""Lines stored in one commit. An answer waits for its round, or for the end of what has arrived."""
ROUNDS_AT_ONCE = 2
"""While one round waits for the database, the next is read."""
CHECKED_IN_A_ROUND = 10
"""Claims that are only checked: each answer may have 200 kB, and only so many are held at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read, or why it could not be."""

    number: int
    external_id: str | None
    read: Claim | ClaimdiffError


def answer_lines(chunks: AsyncIterator[bytes], recorder: Recorder) -> AsyncIterator[bytes]:
    """Store the lines of a stream, and give an answer line for each."""
    return as_lines(record_rounds(rounds_of_lines(chunks, recorder), recorder))


async def record_rounds(rounds: AsyncIterator[list[Line]], recorder: Recorder) -> AsyncIterator[list[BatchLine]]:
    """Store claims round by round, and give an answer for each."""
    under_way: deque[asyncio.Task[list[BatchLine]]] = deque()
    try:
        async for lines in rounds:
            under_way.append(asyncio.create_task(record_lines(lines, recorder)))
            if len(under_way) == ROUNDS_AT_ONCE:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        await asyncio.gather(*under_way, return_exceptions=True)


async def check_rounds(
    rounds: AsyncIterator[list[Line]], recorder: Recorder, wanted: MatchesWanted
) -> AsyncIterator[list[dict[str, Any]]]:
    """Compare claims round by round, store nothing, and give a CheckedLine for each."""
    async for lines in rounds:
        readable = [line.read for line in lines if isinstance(line.read, Claim)]
        try:
            checked = iter(await check_claims(recorder, readable) if readable else ())
        except ClaimdiffError as error:
            yield [_refuse_check(line, error if isinstance(line.read, Claim) else line.read) for line in lines]
            continue
        yield [
            _checked(line, Raw(next(checked).written(wanted)))
            if isinstance(line.read, Claim)
            else _refuse_check(line, line.read)
            for line in lines
        ]


async def record_lines(lines: list[Line], recorder: Recorder) -> list[BatchLine]:
    """Store a round. If the database is away its lines are refused, so that the sender knows which to send again."""
    readable = [line.read for line in lines if isinstance(line.read, Claim)]
    try:
        recorded = iter(await recorder.record(readable, explained=False, at_once=False) if readable else ())
    except ClaimdiffError as error:
        return [refuse_line(line, error if isinstance(line.read, Claim) else line.read) for line in lines]
    return _told_of_each_other(
        [
            _answer(line, next(recorded)) if isinstance(line.read, Claim) else refuse_line(line, line.read)
            for line in lines
        ]
    )


def _told_of_each_other(answers: list[BatchLine]) -> list[BatchLine]:
    """Let both of two lines of a round say that they contradict each other; of an earlier round only the later does."""
    others: dict[UUID, list[UUID]] = {}
    for one in answers:
        for beside in one.beside if one.outcome == "stored" else ():
            others.setdefault(beside, []).extend(() if one.id is None else (one.id,))
    if not others:
        return answers
    return [
        replace(one, beside=list(dict.fromkeys([*one.beside, *others[one.id]])))
        if one.id in others and one.outcome == "stored"
        else one
        for one in answers
    ]


async def rounds_of_lines(
    chunks: AsyncIterator[bytes], recorder: Recorder, size: int = LINES_IN_A_ROUND
) -> AsyncIterator[list[Line]]:
    """Read lines into rounds: a full round goes at once, the rest when the stream ends."""
    lines: list[Line] = []
    breathe = Breath()
    async for number, text in split_lines(chunks):
        lines.append(_read(number, text, recorder))
        await breathe()
        if len(lines) >= size:
            yield lines
            lines = []
    if lines:
        yield lines


async def rounds_of_items(
    items: Sequence[Any], recorder: Recorder, size: int = LINES_IN_A_ROUND
) -> AsyncIterator[list[Line]]:
    """Read the things of a list into rounds; they are numbered from 1."""
    breathe = Breath()
    for start in range(0, len(items), size):
        lines = []
        for number, item in enumerate(items[start : start + size], start=start + 1):
            lines.append(_read_item(number, item, recorder))
            await breathe()
        yield lines


async def split_lines(
    chunks: AsyncIterator[bytes], longest: int = LONGEST_LINE_BYTES
) -> AsyncIterator[tuple[int, bytes]]:
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
        if at < len(chunk) and held <= longest:
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
    except ClaimdiffError as error:
        return Line(number, None, error)
    return _read_item(number, decoded, recorder)


def _read_item(number: int, item: object, recorder: Recorder) -> Line:
    if not isinstance(item, dict):
        return Line(number, None, Malformed("This is no JSON object. Send one claim a line, or a list of claims."))
    return read_line(number, item, recorder)


def read_line(number: int, fields: dict[str, Any], recorder: Recorder) -> Line:
    """Read the fields of a claim, or say why they cannot be read."""
    named = fields.get("external_id")
    external_id = named if isinstance(named, str) else None
    try:
        return Line(number, external_id, recorder.read(msgspec.convert(fields, Draft)))
    except msgspec.ValidationError as error:
        return Line(number, external_id, of_wrong_shape(error))
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
        beside=list(dict.fromkeys(recorded.beside)),
        load=recorded.probe.load_id,
        refusal=[],
        type=None,
    )


def _checked(line: Line, answer: Raw) -> dict[str, Any]:
    """Give a CheckedLine around an answer that is written already."""
    return {"line": line.number, "outcome": "checked", "answer": answer, "refusal": [], "type": None}


def _refuse_check(line: Line, error: ClaimdiffError) -> dict[str, Any]:
    refused = refuse_line(line, error)
    return {
        "line": line.number,
        "outcome": refused.outcome,
        "answer": None,
        "refusal": refused.refusal,
        "type": refused.type,
    }


def refuse_line(line: Line, error: ClaimdiffError) -> BatchLine:
    """Give the answer for a line that is not taken."""
    return BatchLine(
        line=line.number,
        outcome="refused",
        id=None,
        external_id=line.external_id,
        matches=0,
        conflicts=[],
        beside=[],
        load=None,
        refusal=refusals_of(error),
        type=problem_of(error).type,
    )


def refusals_of(error: ClaimdiffError) -> list[Refusal]:
    """Give what is wrong with a line, field by field."""
    reasons = [Refusal(one.pointer, one.detail, one.understood) for one in errors_of(error)]
    return reasons or [Refusal("", str(error), None)]


def of_wrong_shape(error: msgspec.ValidationError) -> Invalid:
    """Give what a field of a line is not, by its pointer."""
    message, _, path = str(error).partition(" - at `$")
    return Invalid(message, path.strip("`").replace(".", "/") or "/")
