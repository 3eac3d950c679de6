"""Of whom and where, when the metric's own words say it: "Russian army losses", "inflation in Germany"."""

from collections.abc import Sequence

from service.claim import Place, Subject
from service.errors import Unreadable
from service.reading.countries import COUNTRIES
from service.reading.place import country_place, extract_place, load_abroad
from service.reading.subject import read_subject
from service.reading.words import cut, fold, form_of

INSTITUTIONS = frozenset({"military", "navy", "airforce", "groundforces", "police", "government"})
"""Subjects that a country has; read_subject gives them these names."""

_WHERE = frozenset({"in", "of", "for", "across", "within", "throughout"})
"""Before a country at the end of a metric. Those of other languages stand in `words.toml`."""
_LONGEST_COUNTRY = max(map(len, COUNTRIES))
_LONGEST_SUBJECT = 5
_OF_PEOPLE = frozenset(
    {"army", "troop", "soldier", "servicemen", "casualty", "loss", "death", "killed", "wounded", "personnel", "hostage"}
    | {
        "prisoner",
        "refugee",
        "immigrant",
        "migrant",
        "born",
        "fighter",
        "civilian",
        "plane",
        "aircraft",
        "tank",
        "ship",
    }
)
"""After a country's adjective these make it whose, not where: "Russian losses" need not be in Russia."""


def find_subject_in(metric: str) -> Subject | None:
    """The armed forces, police or government of a country at the start of a metric: "Russian army losses"."""
    words = cut(fold(metric))
    if _country_at(words, 0) is None:
        return None
    for length in range(_LONGEST_SUBJECT, 1, -1):
        subject = _subject(" ".join(words[:length]))
        parts = subject.key.split() if subject else []
        if len(words) > length and len(parts) == 2 and parts[1] in INSTITUTIONS and parts[0].isupper():  # noqa: PLR2004
            return subject
    return None


def _subject(text: str) -> Subject | None:
    try:
        return read_subject(text)
    except Unreadable:
        return None


def find_place_in(metric: str) -> Place | None:
    """The one place a metric names: "inflation in Germany", "German inflation rate", "population of Berlin".

    A country at the end behind "in" or "of", or at the start; otherwise a region or town that is sure.
    """
    words = [word for word in cut(fold(metric)) if word != "the"]
    of_people = not _OF_PEOPLE.isdisjoint(form_of(word, "en") for word in words)
    found = _countries(words)
    if len(found) > 1:
        return None
    if found:
        at, length = found[0]
        ends = at + length == len(words) and at > 1 and words[at - 1] in _WHERE | load_abroad()
        if ends or (at == 0 and length < len(words) and not of_people):
            return country_place(COUNTRIES[_forms(words[at : at + length])])
    return None if of_people else _surely(metric)


def _surely(metric: str) -> Place | None:
    extracted = extract_place(metric)
    return extracted[0] if extracted else None


def _countries(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the countries stand and how long their names are; a name within a longer one does not count."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        length = _country_at(words, at)
        if length:
            found.append((at, length))
        at += length or 1
    return found


def _country_at(words: Sequence[str], at: int) -> int | None:
    """How many words from here on are a country, the longest run first."""
    longest = min(_LONGEST_COUNTRY, len(words) - at)
    return next((n for n in range(longest, 0, -1) if _forms(words[at : at + n]) in COUNTRIES), None)


def _forms(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(form_of(word, "en") for word in words)
