"""Read mutated texts: nothing but Unreadable may come out of it, and no text of 10 kB may cost more than 50 ms.

python -m tests.reading.mutate [--texts N] [--seed S]

What is mutated are the cases of the tests beside it. A text is known by its seed and number, told when it fails.
"""

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from service.claim import ClaimId
from service.errors import Unreadable
from service.reading import Draft, read, read_metric, read_place, read_subject
from service.reading.languages import LANGUAGES
from service.reading.period import read_period
from service.reading.quantity import find_quantities, read_quantity

NOW = datetime(2022, 11, 22, 18, tzinfo=UTC)
LONGEST = 10_000
MOST_SECONDS = 0.05
TRIES = 5
"""A machine that does something else beside must not fail a text: the fastest of so many counts."""
ODD = [*"\0\ud800\u202e\u200b\u0301\ufeff\u00ad½²⁻٣१７％￥′″’«»—–−±×°%$€£¥₹,.:;/()[]+-~<>=\"' \n\t", "\U0001f4a3", "fi"]
SPLICES = [
    "e400",
    "1e",
    "10^",
    "x10⁻",
    "nan",
    "inf",
    "9" * 40,
    "1,2,3",
    "0.0.0",
    "-",
    "m",
    "bn",
    " to ",
    " of ",
    "(",
    "²",
]
Text = tuple[str, str | None]


@cache
def seeds() -> tuple[str, ...]:
    """All texts in quotation marks of the tables of cases beside this file."""
    folder = Path(__file__).parent
    tables = [*folder.glob("*.toml"), *folder.glob("languages/*.toml")]
    found = {text for table in tables for text in re.findall(r'"([^"\n]{1,200})"', table.read_text(encoding="utf-8"))}
    for line in (folder / "silence_cases.jsonl").read_text(encoding="utf-8").splitlines():
        found |= set(json.loads(line)["claim"].values())
    return tuple(sorted(found))


def mutated(seed: int, number: int) -> Text:
    """Give the text of a seed and a number, and the language it is read in."""
    chance = random.Random(f"{seed}:{number}")
    text = chance.choice(seeds())
    for _ in range(chance.randint(0, 6)):
        text = chance.choice(_CHANGES)(text, chance)[:LONGEST]
    if chance.random() < 0.02:
        text = (text * (LONGEST // max(len(text), 1) + 1))[:LONGEST]
    return text, chance.choice((None, *LANGUAGES))


def _cut(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.randint(1, 4) :]


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice((chance.choice(ODD), chance.choice(SPLICES))) + text[at:]


def _repeat(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at : at + chance.randint(1, 9)] * chance.randint(2, 40) + text[at:]


def _join(text: str, chance: random.Random) -> str:
    return text + chance.choice((" ", ", ", "-", "", " and ", "\n")) + chance.choice(seeds())


def _swap(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    chance.shuffle(words)
    return " ".join(words)


def _digits(text: str, chance: random.Random) -> str:
    return re.sub(r"\d+", lambda _: str(chance.randint(0, 10 ** chance.randint(1, 24))), text)


_CHANGES: tuple[Callable[[str, random.Random], str], ...] = (_cut, _insert, _repeat, _join, _swap, _digits)


Reading = Callable[[], object]


def readings_of(text: str, language: str | None) -> tuple[Reading, ...]:
    """Give the ways to read a text: as each thing that it could be, and as a whole claim."""
    return (
        lambda: read_quantity(text, language=language),
        lambda: list(find_quantities(text, language=language)),
        lambda: read_period(text, published_at=NOW, language=language),
        lambda: read_metric(text, language),
        lambda: read_place(text, language),
        lambda: read_subject(text, language),
        lambda: read(_draft(text, language), claim_id=ClaimId(UUID(int=7)), received_at=NOW),
    )


def _draft(text: str, language: str | None) -> Draft:
    third = len(text) // 3
    return Draft("desk", text[:third], text[third : 2 * third], text[2 * third :], language=language, place=text[:80])


def seconds_of(text: str, language: str | None) -> float:
    """Give the processor's time that the slowest reading of a text costs: the shortest of some tries."""
    return max(_shortest(reading) for reading in readings_of(text, language))


def _shortest(reading: Reading) -> float:
    shortest = _timed(reading)
    for _ in range(TRIES):
        if shortest <= MOST_SECONDS:
            break
        shortest = min(shortest, _timed(reading))
    return shortest


def _timed(reading: Reading) -> float:
    start = time.process_time()
    with suppress(Unreadable):
        reading()
    return time.process_time() - start


def errors(seed: int, texts: int) -> Iterator[str]:
    """Give what the first so many texts of a seed raise beside Unreadable."""
    for number in range(texts):
        text, language = mutated(seed, number)
        for reading in readings_of(text, language):
            try:
                with suppress(Unreadable):
                    reading()
            except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
                yield f"seed {seed}, text {number}, {language}: {error!r} of {text[:200]!r}"


def faults(seed: int, texts: int) -> Iterator[str]:
    """Give what went wrong with the first so many texts of a seed: what is raised, and what takes too long."""
    seconds_of("warm", None)
    for language in LANGUAGES:
        seconds_of("warm", language)
    for number in range(texts):
        text, language = mutated(seed, number)
        try:
            seconds = seconds_of(text, language)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            yield f"seed {seed}, text {number}, {language}: {error!r} of {text[:200]!r}"
            continue
        if seconds > MOST_SECONDS:
            yield f"seed {seed}, text {number}, {language}: {1000 * seconds:.0f} ms for {len(text)} of {text[:200]!r}"


def main() -> int:
    """Read so many texts and tell what went wrong; 1 if anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.reading.mutate", description=__doc__.split("\n")[0])
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = 0
    for fault in faults(given.seed, given.texts):
        found += 1
        print(fault, flush=True)
    print(f"{given.texts:,} texts read, {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
