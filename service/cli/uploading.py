"""Claims of a file on their way to the service: round by round, again where it is away, on from a bookmark."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

import msgspec
from rich.console import Console

from service.api.schemas import BatchLine, Refusal
from service.cli.bookmarks import Bookmark, Shelf
from service.cli.previewing import read_as_sentence
from service.cli.records import ClaimLine, format_of, read_claim_lines
from service.errors import ClaimdiffError
from service.exchange import Layout
from service.series import SeriesDifference
from service.settings import Settings
from service.storage.identifiers import new_identifier

LINES_AT_ONCE = 500
_PATIENCE_SECONDS = 120
_LONGEST_WAIT_SECONDS = 10
_REASONS_SHOWN = 5
_AWAY = "/problems/unavailable"

Send = Callable[[bytes, UUID], Awaitable[bytes]]
"""NDJSON of an upload in, NDJSON out. Raises Away when it is to be tried again."""
SendOn = Callable[[bytes], Awaitable[bytes]]
"""The same, of one upload."""
Find = Callable[[UUID], Awaitable[list[SeriesDifference]]]
"""Gives on which series an upload disagrees with others."""


class Away(ClaimdiffError):
    """The service cannot take claims just now."""


class LoadStopped(ClaimdiffError):
    """Loading stopped before the end; the message says how to go on."""


@dataclass(slots=True)
class Tally:
    """What became of the claims."""

    outcomes: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[ClaimLine, BatchLine]] = field(default_factory=list)
    beside: list[ClaimLine] = field(default_factory=list)
    """Records that say something else of what another one of this load speaks of."""
    differences: list[SeriesDifference] = field(default_factory=list)
    """On which series it disagrees with others."""
    read_as: dict[str, str] = field(default_factory=dict)
    """Of each file what of its encoding and delimiter was guessed."""
    began: float = field(default_factory=time.monotonic)

    def count(self, record: ClaimLine, answer: BatchLine) -> None:
        """Take in one answer."""
        self.outcomes[answer.outcome] += 1
        if answer.outcome == "stored":
            self.conflicts += len(answer.conflicts)
            self.beside += [record] if answer.beside else []
        if answer.outcome == "refused":
            self.refused.append((record, answer))

    def __str__(self) -> str:
        seconds = max(time.monotonic() - self.began, 0.001)
        return (
            f"{self.outcomes.total():,} claims in {seconds:.1f} s ({self.outcomes.total() / seconds:,.0f}/s): "
            f"{self.outcomes['stored']:,} stored, {self.outcomes['known']:,} known already, "
            f"{self.outcomes['refused']:,} refused; {self.conflicts:,} conflicts opened."
            + "".join(f"\n{read_as_sentence(*told)}" for told in self.read_as.items())
            + "".join(f"\nSkipped, {count:,} times: {why}" for why, count in self.skipped.most_common(_REASONS_SHOWN))
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files are loaded, from where on, and how they are read."""

    files: tuple[str, ...]
    form: str | None
    from_line: int
    layout: Layout
    settings: Settings
    target: str
    """Where they are loaded to: an address of a service or of a database."""
    is_anew: bool
    """What an earlier load has taken is sent again."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way, with the bookmark of how far it has come."""

    name: str
    shelf: Shelf
    tally: Tally
    console: Console
    show: Callable[[int], None]

    async def send(self, file: BinaryIO, wanted: Wanted, send: Send) -> UUID:
        """Send it, from where an earlier load was broken off; give the upload's id."""
        found = None if wanted.is_anew else self.shelf.find()
        place = found or Bookmark(new_identifier(datetime.now(UTC)), 0, (), self.shelf.version)
        records = self._records(file, wanted)
        if found and not await self._is_there(found, records, send):
            file.seek(0)
            place, records = Bookmark(found.load, 0, (), self.shelf.version), self._records(file, wanted)
        elif found:
            self.console.print(
                f"{self.name}: goes on behind {found.taken:,} records that were taken before; --anew sends them too."
            )
        for step in _in_steps(records):
            refused = await self._send(step, place.load, send)
            place = place.behind(len(step), tuple(place.taken + at for at in refused))
            self.shelf.keep(place)
        self.shelf.clear()
        return place.load

    def _records(self, file: BinaryIO, wanted: Wanted) -> Iterator[ClaimLine]:
        records = read_claim_lines(file, wanted.form or format_of(self.name), wanted.layout)
        return (one for one in records if one.number >= wanted.from_line)

    async def _is_there(self, found: Bookmark, records: Iterator[ClaimLine], send: Send) -> bool:
        """Pass over what was taken, but for what was refused and the last of the rest: are these known there?

        Another database stands behind the same address where they are not.
        """
        refused, last = set(found.refused), found.taken - LINES_AT_ONCE
        again = [one for at, one in enumerate(islice(records, found.taken)) if at >= last or at in refused]
        stored, known = self.tally.outcomes["stored"], self.tally.outcomes["known"]
        for step in _in_steps(iter(again)):
            await self._send(step, found.load, send)
        return self.tally.outcomes["stored"] == stored and self.tally.outcomes["known"] > known

    async def _send(self, step: list[ClaimLine], load: UUID, send: Send) -> list[int]:
        """Send some records; give the places of those that were refused."""
        before = len(self.tally.refused)
        await _send_until_taken(self.name, step, _of_upload(send, load), self.tally, self.console)
        if told := step[-1].read_as:
            self.tally.read_as[self.name] = told
        self.show(step[-1].offset)
        refused = {id(record) for record, _ in self.tally.refused[before:]}
        return [at for at, record in enumerate(step) if id(record) in refused]


def _of_upload(send: Send, load: UUID) -> SendOn:
    return lambda lines: send(lines, load)


async def _send_until_taken(name: str, records: list[ClaimLine], send: SendOn, tally: Tally, console: Console) -> None:
    """Send again what was not taken, as long as patience lasts; what was taken meanwhile is known by its id."""
    started, wait = time.monotonic(), 0.5
    records = _readable(records, tally)
    while records:
        try:
            answers = _read_answers(await send(b"\n".join(record.line for record in records)))
        except Away as away:
            problem, answers = str(away), {}
        else:
            problem = "the database is away"
        left = [record for line, record in enumerate(records, start=1) if not _taken(answers.get(line))]
        for line, record in enumerate(records, start=1):
            if _taken(answers.get(line)):
                tally.count(record, answers[line])
        if left and time.monotonic() - started > _PATIENCE_SECONDS:
            raise LoadStopped(f"{problem}. The same command goes on later, from line {left[0].number} of {name}.")
        if left:
            console.print(f"Waiting: {problem}", style="yellow")
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
        records = left


def _readable(records: list[ClaimLine], tally: Tally) -> list[ClaimLine]:
    """Give the records that a claim can be made of, and count the others as skipped or refused."""
    for record in records:
        if record.skipped is not None:
            tally.skipped[record.skipped] += 1
        if record.problem is not None:
            refusal = [Refusal("", record.problem, None)]
            tally.count(
                record, BatchLine(record.number, "refused", None, None, 0, [], [], None, refusal, "/problems/invalid")
            )
    return [record for record in records if record.problem is None and record.skipped is None]


def _taken(answer: BatchLine | None) -> bool:
    return answer is not None and answer.type != _AWAY


def _read_answers(body: bytes) -> dict[int, BatchLine]:
    decode = msgspec.json.Decoder(BatchLine).decode
    answers: dict[int, BatchLine] = {}
    with contextlib.suppress(msgspec.MsgspecError):  # A broken connection cuts the last line.
        for line in body.splitlines():
            answer = decode(line)
            answers[answer.line] = answer
    return answers


def _in_steps(records: Iterator[ClaimLine]) -> Iterator[list[ClaimLine]]:
    while step := list(islice(records, LINES_AT_ONCE)):
        yield step
