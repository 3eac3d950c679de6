"""Lines out of a stream: in flat memory, by the megabyte where they are empty, and letting others in."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest

from service.api.batches import LONGEST_LINE_BYTES, split_lines


async def stream(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def lines_of(*chunks: bytes) -> list[tuple[int, bytes]]:
    return [one async for one in split_lines(stream(chunks))]


async def test_lines_are_numbered_by_what_the_sender_sees_empty_ones_counted() -> None:
    assert await lines_of(b"\n\na\n \t\r\nb\r\n\nc") == [(3, b"a"), (5, b"b\r"), (7, b"c")]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
async def test_it_does_not_matter_where_the_chunks_end(size: int) -> None:
    text = b"\n\nabc\n \t\r\n{}\n\n\nlast line\n\n"
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    assert [(number, line.strip()) for number, line in await lines_of(*parts)] == [
        (3, b"abc"),
        (5, b"{}"),
        (8, b"last line"),
    ]


async def test_of_an_endless_line_no_more_is_kept_than_refuses_it() -> None:
    [(number, line), after] = await lines_of(*[b"x" * 100_000] * 50, b"\nnext")
    assert number == 1
    assert LONGEST_LINE_BYTES < len(line) <= LONGEST_LINE_BYTES + 100_000
    assert after == (2, b"next")


async def test_megabytes_of_empty_lines_are_passed_over_and_let_others_in() -> None:
    """Taken one by one, they held the event loop for nineteen seconds."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(others())
    assert await lines_of(*[b"\n" * 65_536] * 320, b"x") == [(320 * 65_536 + 1, b"x")]
    task.cancel()
    assert turns > 0
