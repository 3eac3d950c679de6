"""Facts as several editors entered them (DATA/desk): the same fact must meet, look-alikes must not.

Each entry is read and compared as the service does it; what the words of the metrics do not confirm is weighed.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from service.claim import Band, Claim, ClaimId
from service.errors import ClaimdiffError
from service.matching import compare, likeness_of
from service.matching.doubts import is_another_by_subject, is_another_period, is_in_doubt, least_chance
from service.matching.features import compare_periods, compare_units
from service.matching.lifting import is_doubtful, weighable
from service.matching.scoring import told_by
from service.matching.topic_keys import Keys, keys_of
from service.policy import Policy
from service.reading import Draft, read
from service.recording.pairing import as_far_as_told
from tests.evaluation import Row, percent, present

POLICY = Policy()
FOLDS = 5
FIELDS = ("metric", "subject", "place", "quantity", "period", "claimant", "language")
TWINS = {"ez-cpi": "F09"}
"""Families of two sets that tell of the same facts stay on one side of a split."""
_KEYS: dict[ClaimId, Keys] = {}
_NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pair:
    """Two entries that nothing keeps apart for certain."""

    set: str
    families: tuple[str, str]
    is_same: bool
    by_words: bool
    """Whether the words of their metrics confirm it."""
    is_doubtful: bool
    """Whether their subjects may make it two things, so that the topic has to confirm it too."""
    for_a_person: bool
    """Whether the topic suggests it at most."""
    least: float
    """The chance that the topic has to give it at least."""
    numbers: dict[str, float]

    def is_lifted(self, chance: float, threshold: float) -> bool:
        """Whether the topic confirms it at a threshold."""
        return chance >= max(threshold, self.least) and not self.for_a_person


@dataclass
class Desk:
    """All sets, as they were read."""

    pairs: list[Pair] = field(default_factory=list)
    wanted: Counter[str] = field(default_factory=Counter)
    """How many pairs of entries speak of one fact, by set."""
    lost: Counter[str] = field(default_factory=Counter)
    """True pairs that never come to be weighed, by why."""


@dataclass(frozen=True)
class Around:
    """One of the sets."""

    name: str
    facts: dict[str, Any]
    unsure: frozenset[frozenset[str]]
    entries: dict[str, dict[str, Claim | None]]

    def is_asked(self, fact: str) -> bool:
        return self.facts[fact]["expect"] != "unrelated" and frozenset((fact,)) not in self.unsure

    def pairs(self) -> Any:
        """Each entry of side B beside each of side A: the facts, whether they are one, the claims."""
        for first, second in product(("a1", "a2"), ("b1", "b2")):
            for (one, claim), (other, beside) in product(self.entries[first].items(), self.entries[second].items()):
                if frozenset((one, other)) not in self.unsure:
                    yield one, other, one == other and self.is_asked(one), claim, beside


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def fold_of(family: str) -> int:
    """Whole families stand on one side of a split."""
    return int(hashlib.md5(TWINS.get(family, family).encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def sets(data: Path) -> list[Around]:
    found = []
    for folder in sorted(path for path in (data / "desk").iterdir() if path.is_dir()):
        facts = {fact["id"]: fact for fact in lines(folder / "facts.jsonl")}
        unsure = frozenset(frozenset(pair) for pair in json.loads((folder / "open.json").read_text(encoding="utf-8")))
        entries = {name: _entries(folder / f"claims_{name}.jsonl", facts) for name in ("a1", "a2", "b1", "b2")}
        found.append(Around(folder.name, facts, unsure, entries))
    return found


def load(data: Path) -> Desk:
    desk = Desk()
    for around in sets(data):
        desk.wanted[around.name] = 4 * sum(map(around.is_asked, around.facts))
        for one, other, is_same, claim, beside in around.pairs():
            why, numbers = weighed(claim, beside) if is_same or share_words(claim, beside) else ("", None)
            if claim is not None and beside is not None and numbers is not None:
                families = around.facts[one]["family"], around.facts[other]["family"]
                by_words = is_sure(claim, beside)
                doubtful = by_words and is_doubtful(told_by(claim), told_by(beside))
                by_words = by_words and not (doubtful and is_another_by_subject(numbers))
                person = as_far_as_told(Band.CONFIRMED, claim, beside) is not Band.CONFIRMED
                person = person or is_in_doubt(numbers) or is_another_period(numbers)
                least = least_chance(numbers)
                desk.pairs.append(Pair(around.name, families, is_same, by_words, doubtful, person, least, numbers))
            elif is_same:
                desk.lost[why] += 1
    return desk


def share_words(claim: Claim | None, beside: Claim | None) -> bool:
    """Whether two entries are ever compared by their topics: one says a rare word of the other."""
    if claim is None or beside is None:
        return False
    ours, theirs = _keys(claim), _keys(beside)
    return bool({*ours.words} & {*theirs.rarest} or {*ours.rarest} & {*theirs.words})


def _keys(claim: Claim) -> Keys:
    """Kept, because each entry is put beside hundreds."""
    if claim.id not in _KEYS:
        _KEYS[claim.id] = keys_of(told_by(claim).topic)
    return _KEYS[claim.id]


def weighed(claim: Claim | None, beside: Claim | None) -> tuple[str, dict[str, float] | None]:
    """Give all numbers of a pair; none, and why, where something keeps it apart for certain."""
    if claim is None or beside is None:
        return "refused", None
    if compare_periods(claim.period, beside.period).is_certain:
        return "period", None
    ours, theirs = ((one.quantity.kind, one.quantity.unit) for one in (claim, beside))
    if compare_units(ours, theirs).is_certain:
        return "unit", None
    first, second = sorted((told_by(claim), told_by(beside)), key=lambda told: told.topic.key)
    if not share_words(claim, beside) and not is_sure(claim, beside):
        return "no rare word in common", None
    return "place or qualifier", weighable(first, second)


def is_sure(claim: Claim, beside: Claim) -> bool:
    """Whether the words of the metrics alone confirm a pair."""
    likeness = likeness_of(claim, beside, near=False)
    by_words = msgspec.structs.replace(likeness, most=1.0)
    _, band, _ = by_words.beside(claim.published_at, beside.published_at, POLICY)
    return as_far_as_told(band, claim, beside) is Band.CONFIRMED


def _entries(path: Path, facts: dict[str, Any]) -> dict[str, Claim | None]:
    side = path.stem.removeprefix("claims_")[0].upper()
    return {entry["id"]: _read(entry, facts[entry["id"]][side], path.stem) for entry in lines(path)}


def _read(entry: dict[str, Any], printed: dict[str, Any], source: str) -> Claim | None:
    body = {name: entry[name] for name in FIELDS if entry.get(name)}
    draft = msgspec.convert(body | {"published_at": printed["published_at"], "source": source}, Draft)
    try:
        return read(draft, claim_id=ClaimId(uuid4()), received_at=_NOW)
    except ClaimdiffError:
        return None


def evaluate(data: Path) -> list[Row]:
    """With the shipped weights, which have seen these facts; `tests.evaluation.train` prints what was held out."""
    if present(data, "desk") is None:
        return []
    rows = []
    for around in sets(data):
        wanted, count = 4 * sum(map(around.is_asked, around.facts)), Counter[tuple[bool, Band]]()
        for _, _, is_same, claim, beside in around.pairs():
            if claim is not None and beside is not None and not compare_periods(claim.period, beside.period).is_certain:
                band = as_far_as_told(compare(claim, beside, POLICY).band, claim, beside)
                count.update([(is_same, band)] if band else [])
        right, wrong = count[True, Band.CONFIRMED], count[False, Band.CONFIRMED]
        suggested = percent(right + count[True, Band.SUGGESTED], wanted)
        note = (
            f"confirmed, of pairs of entries of one fact; with suggested {suggested:.1f} %; precision of confirmed"
            f" {percent(right, right + wrong):.1f} %; false suggested {count[False, Band.SUGGESTED]}"
        )
        rows.append(Row(f"desk {around.name}", wanted, percent(right, wanted), None, note))
    return rows
