"""Coverage-guided fuzzing of the figure readers: `python -m tests.load.fuzz [-max_total_time=60] [corpus …]`.

Needs atheris (`pip install atheris`), which is no dependency of ours. Any exception but Unreadable is a find, and so is
an input that takes longer than 50 ms.
"""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from service.errors import Unreadable
from service.reading.quantity import find_quantities, read_quantity

LONGEST_SECONDS = 0.05
LANGUAGES = (None, "en", "de", "fr", "es", "uk", "ru")


def one_input(data: bytes) -> None:
    """Read one input with a language chosen by its first byte."""
    text = data[1:].decode("utf-8", "surrogateescape")
    language = LANGUAGES[data[0] % len(LANGUAGES)] if data else None
    for read in (read_quantity, find_quantities):
        _timed(read, text, language)


def _timed(read: Callable[..., Any], text: str, language: str | None) -> None:
    start = time.perf_counter()
    with suppress(Unreadable):
        read(text, language=language)
    spent = time.perf_counter() - start
    if spent > LONGEST_SECONDS:
        raise TimeoutError(f"{spent * 1000:.0f} ms for {text[:80]!r}")


def main() -> None:
    """Warm the caches, then hand over to the fuzzer."""
    import atheris  # noqa: PLC0415  only here needed

    for language in LANGUAGES:
        one_input(b"\x00" + f"{language} 5 km".encode())
        read_quantity("5 km", language=language)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], "-max_len=10000", *sys.argv[1:]], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
