"""What a corrected text says otherwise, decided without touching anything: kept, replaced, added, gone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec.structs import replace

from service.article import Changes, Head, Reading, ReadingState, Replaced, StoredReading

_COMPARED = ("metric", "quantity", "period", "subject", "place", "claimant")
_ENOUGH = 3
"""Fields that two readings share when the one stands in the place of the other, the metric among them or the figure."""


@dataclass(slots=True)
class Revision:
    """How the readings of a corrected text follow those of the one before."""

    kept: list[StoredReading] = field(default_factory=list)
    """With their ids and claims as they were, at the characters of the new text."""
    added: list[StoredReading] = field(default_factory=list)
    replaced: list[tuple[StoredReading, StoredReading]] = field(default_factory=list)
    """The reading before, and the one of `added` in its place."""
    gone: list[StoredReading] = field(default_factory=list)

    @property
    def changes(self) -> Changes:
        """The same for whoever sent the text."""
        replacing = {after.id for _, after in self.replaced}
        return Changes(
            unchanged=len(self.kept),
            replaced=[
                Replaced(before.id, after.id, before.reading.anchors.figure.exact, after.reading.anchors.figure.exact)
                for before, after in self.replaced
            ],
            added=[one.id for one in self.added if one.id not in replacing],
            gone=[one.id for one in self.gone],
        )


def revise(before: Sequence[StoredReading], head_before: Head, after: Sequence[StoredReading], head: Head) -> Revision:
    """Find which readings of a text say what those of the text before said, and which stand in their place."""
    left = [(one, _said(one.reading, head_before)) for one in before if one.state is not ReadingState.GONE]
    revision = Revision()
    new: list[tuple[StoredReading, dict[str, Any]]] = []
    for reading in after:
        said = _said(reading.reading, head)
        known = next((at for at, (_, other) in enumerate(left) if other == said), None)
        if known is None:
            new.append((reading, said))
        else:
            revision.kept.append(_moved(left.pop(known)[0], reading))
    for reading, said in new:
        revision.added.append(reading)
        likest = max(range(len(left)), key=lambda at: _shared(left[at][1], said), default=None)
        if likest is not None and _shared(left[likest][1], said) >= _ENOUGH:
            revision.replaced.append((left.pop(likest)[0], reading))
    revision.gone = [one for one, _ in left]
    return revision


def _said(reading: Reading, head: Head) -> dict[str, Any]:
    """Give what a reading says, as it was read: not what a person made of it, and not where it stands."""
    draft = msgspec.json.decode(reading.draft) if reading.draft is not None else {}
    said = {name: draft.get(name) for name in _COMPARED}
    return said | {
        "quantity": said["quantity"] or reading.anchors.figure.exact,
        "period": said["period"] or str(head.published_at.date()),
    }


def _shared(one: dict[str, Any], other: dict[str, Any]) -> int:
    """Count the fields in which two readings say the same; 0 where neither metric nor figure is one of them."""
    if one["metric"] is None or (one["metric"] != other["metric"] and one["quantity"] != other["quantity"]):
        return 0
    return sum(one[name] == other[name] for name in _COMPARED)


def _moved(known: StoredReading, reading: StoredReading) -> StoredReading:
    """Give a known reading at its new characters; what has become sure is stored, what a person decided stays."""
    corrected = known.reading.corrected
    moved = replace(known, position=reading.position, reading=replace(reading.reading, corrected=corrected))
    if known.state is ReadingState.WAITING and reading.state is ReadingState.STORED:
        return replace(moved, state=reading.state, claim_id=reading.claim_id)
    return moved
