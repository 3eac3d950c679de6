"""What a desk says of metrics: judgements on pairs of them, and the registry's entries. It holds for stored claims too.

    decide on the change, what follows from it ──commit──▶ the claims concerned are uncompared again ──▶ compared again

All changes come one after the other. If the process dies after the first commit, the sweep goes on from there.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.claim import Sameness
from service.errors import Clash, Contradicted, Invalid, NotFound, Stale, Unavailable
from service.matching import Judged, classes_of, contradiction_of, follow
from service.policy import Tolerance
from service.recording.left_over import compare_left_over, requeue_pending
from service.recording.recorder import Recorder
from service.recording.sweeping import GRACE_SECONDS
from service.storage import judgements as storage
from service.storage import metrics as metric_storage
from service.storage import registry
from service.storage.identifiers import new_identifier
from service.storage.judgements import JudgementRow, NewJudgement
from service.storage.metrics import MetricFields
from service.storage.pool import Connection

LARGEST_CLASS = 200
"""Wordings of one metric. What follows from judgements grows with the square of it."""
WITHDRAWN_AT_ONCE = 100
"""Judgements of one author that one transaction takes back."""
ROUNDS_AT_ONCE = 4
"""Rounds of the sweep that are run before the desk is answered; the rest is left to the sweep."""


@dataclass(frozen=True, slots=True)
class MetricChange:
    """What a desk writes about a metric."""

    phrase_id: int
    fields: MetricFields
    synonym_ids: tuple[int, ...]
    """Phrases of the synonyms; the metric's own is passed over."""
    actor: str
    expected_version: int | None
    """The version that the person has seen, 0 for a metric of which nothing is said yet; None takes any."""


async def make_judgement(
    recorder: Recorder, phrase_ids: tuple[int, int], verdict: Sameness, author: str, note: str | None
) -> tuple[UUID, bool]:
    """Keep a judgement and all that follows from it; give its id, and whether it is new.

    The same judgement, made again while it is in force, gives the one that stands.

    Raises:
        Invalid: It is one metric, or too many would be one.
        Contradicted: The judgements in force say the opposite.
    """
    if phrase_ids[0] == phrase_ids[1]:
        raise Invalid("Both are read as one and the same metric. Name two metrics.", "/metric_b")
    now = recorder.clock()
    new = NewJudgement(new_identifier(now), _ordered(*phrase_ids), verdict, author, note, now)
    async with recorder.database.transaction() as connection:
        await registry.begin_change(connection)
        around = await storage.find_judgements_around(connection, phrase_ids)
        for one in around:
            if one.phrase_ids == new.phrase_ids and one.verdict is verdict and one.synonym_of is None:
                return one.id, False
        await _add(connection, around, [new])
        await _follow_up(connection, _near(around, phrase_ids))
    return new.id, True


async def withdraw_judgement(recorder: Recorder, judgement_id: UUID, actor: str) -> None:
    """Take a judgement back, and all that followed from it; it is kept as withdrawn. Again: nothing happens.

    Raises:
        NotFound: There is no such judgement.
        Clash: It stands for a synonym, which is to be taken from its metric.
    """
    async with recorder.database.transaction() as connection:
        await registry.begin_change(connection)
        found = await storage.get_judgements(connection, [judgement_id])
        if not found:
            raise NotFound(f"There is no judgement {judgement_id}.")
        row = found[0].row
        if row.synonym_of is not None:
            raise Clash(f"The judgement stands for a synonym. Take the synonym from the metric {found[0].synonym_of}.")
        if row.withdrawn_at is not None:
            return
        near = _near(await storage.find_judgements_around(connection, row.phrase_ids), row.phrase_ids)
        await storage.withdraw_judgements(connection, [judgement_id], recorder.clock(), actor)
        await _follow_up(connection, near)


async def withdraw_judgements_of(recorder: Recorder, author: str, actor: str) -> int:
    """Take back all judgements of an author that are in force, and all that followed from them; give how many.

    Some at a time, each with what follows from it, so that nobody else waits long; called again it goes on where it was
    broken off. What stands for a synonym stays: it goes with its metric.
    """
    total = 0
    while True:
        async with recorder.database.transaction() as connection:
            await registry.begin_change(connection)
            rows = await storage.find_judgements_of(connection, author, WITHDRAWN_AT_ONCE)
            touched = sorted({end for row in rows for end in row.phrase_ids})
            near = _near(await storage.find_judgements_around(connection, touched), touched)
            await storage.withdraw_judgements(connection, [row.id for row in rows], recorder.clock(), actor)
            await _follow_up(connection, near)
        total += len(rows)
        if len(rows) < WITHDRAWN_AT_ONCE:
            return total


async def change_metric(recorder: Recorder, change: MetricChange) -> None:
    """Write what a desk says of a metric. Its synonyms are judged the same; its tolerance holds for all its wordings.

    Raises:
        Stale: It has another version by now.
        Contradicted: The judgements in force rule a synonym out.
        Invalid: Too many wordings would be one metric.
    """
    now = recorder.clock()
    pairs = {_ordered(change.phrase_id, other) for other in change.synonym_ids if other != change.phrase_id}
    async with recorder.database.transaction() as connection:
        await registry.begin_change(connection)
        version = await metric_storage.lock_metric(connection, change.phrase_id)
        if change.expected_version not in {None, version}:
            raise Stale(f"The metric has version {version} by now. Get it again and look at what was changed.")
        touched = [change.phrase_id, *change.synonym_ids]
        around = await storage.find_judgements_around(connection, touched)
        mine = {one.phrase_ids: one for one in around if one.synonym_of == change.phrase_id}
        await metric_storage.write_metric(connection, change.phrase_id, change.fields, now, change.actor)
        old = [one.id for pair, one in mine.items() if pair not in pairs]
        await storage.withdraw_judgements(connection, old, now, change.actor)
        await _add(
            connection,
            [one for one in around if one.id not in old],
            [_synonym(pair, change, now) for pair in sorted(pairs - mine.keys())],
        )
        await _follow_up(connection, _near(around, touched))


def _synonym(pair: tuple[int, int], change: MetricChange, now: datetime) -> NewJudgement:
    return NewJudgement(new_identifier(now), pair, Sameness.SAME, change.actor, None, now, change.phrase_id)


async def compare_concerned(recorder: Recorder) -> int:
    """Compare again what a change concerns; give how many stored claims these are.

    As a rule all is done when this returns; what is more than a few rounds, or fails, is left to the sweep.
    """
    try:
        claims = await requeue_pending(recorder)
        for _ in range(ROUNDS_AT_ONCE):
            if not await compare_left_over(recorder, older_than_seconds=GRACE_SECONDS):
                break
    except Unavailable:
        return 0
    return claims


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _judged(rows: Iterable[JudgementRow | NewJudgement]) -> list[Judged]:
    return [Judged(row.id, *row.phrase_ids, row.verdict) for row in rows]


def _near(rows: Sequence[JudgementRow], touched: Sequence[int]) -> set[int]:
    """The metrics that are the same as one of those touched."""
    classes = classes_of(_judged(rows), touched)
    names = {classes[one] for one in touched}
    return {metric for metric, name in classes.items() if name in names}


async def _add(connection: Connection, around: Sequence[JudgementRow], new: Sequence[NewJudgement]) -> None:
    """Keep judgements, one by one checked against those before."""
    kept: list[JudgementRow | NewJudgement] = list(around)
    for one in new:
        judged = _judged([one])[0]
        if chain := contradiction_of(_judged(kept), judged):
            raise await _contradicted(connection, judged, [row for link in chain for row in kept if row.id == link.id])
        kept.append(one)
    await storage.add_judgements(connection, new)


async def _contradicted(
    connection: Connection, judged: Judged, chain: Sequence[JudgementRow | NewJudgement]
) -> Contradicted:
    ids = {judged.first, judged.second, *(end for one in chain for end in one.phrase_ids)}
    names = {key: name for key, (_, name) in (await metric_storage.find_metric_names(connection, ids)).items()}
    sentences = []
    at = judged.first
    for one in chain:
        to = one.phrase_ids[1] if one.phrase_ids[0] == at else one.phrase_ids[0]
        said = "is the same as" if one.verdict is Sameness.SAME else "is not the same as"
        sentence = f'"{names[at]}" {said} "{names[to]}", judged by {one.author} on {one.made_at:%Y-%m-%d}.'
        sentences.append((str(one.id), sentence))
        at = to
    follows = "not the same" if judged.verdict is Sameness.SAME else "the same"
    message = (
        f'"{names[judged.first]}" and "{names[judged.second]}" are {follows} by the judgements in force. '
        "Withdraw one of the chain first, if it is wrong."
    )
    return Contradicted(message, sentences)


async def _follow_up(connection: Connection, before: set[int]) -> None:
    """Write what follows from the judgements now, and note whose claims are to be compared again.

    `before` holds the metrics that were the same as those touched; with those that are so now, no other is concerned.
    """
    rows = await storage.find_judgements_around(connection, sorted(before))
    near = _near(rows, sorted(before))
    judged = _judged(rows)
    classes = {metric: name for metric, name in classes_of(judged, near).items() if metric in near}
    sizes = Counter(classes.values())
    if any(size > LARGEST_CLASS for size in sizes.values()):
        raise Invalid(f"More than {LARGEST_CLASS} wordings would be one metric.", "/metric_b")
    changed = await _write_pairs(connection, follow(judged, near), near)
    together = {metric: name for metric, name in classes.items() if sizes[name] > 1}
    await registry.write_classes(connection, together, sorted(near))
    changed |= await _write_tolerances(connection, classes)
    await registry.requeue_phrases(connection, changed)


async def _write_pairs(connection: Connection, wanted: dict[registry.Pair, Sameness], near: set[int]) -> set[int]:
    """Give the phrases whose pairs are others than before."""
    kept = await registry.find_judged_pairs(connection, near)
    new = {pair: verdict for pair, verdict in wanted.items() if kept.get(pair) is not verdict}
    gone = kept.keys() - wanted.keys()
    await registry.set_judged_pairs(connection, new)
    await registry.forget_judged_pairs(connection, gone)
    return {phrase_id for pair in (*new, *gone) for phrase_id in pair}


async def _write_tolerances(connection: Connection, classes: dict[int, int]) -> set[int]:
    """Give each wording the tolerance that is set on any of its class; give the phrases for which it is another."""
    phrase_ids = sorted(classes)
    kept = await registry.find_tolerances(connection, phrase_ids)
    by_class: dict[int, Tolerance] = {}
    for phrase_id, tolerance in (await registry.find_set_tolerances(connection, phrase_ids)).items():
        by_class[classes[phrase_id]] = tolerance.narrower(by_class.get(classes[phrase_id]))
    wanted = {one: by_class[name] for one, name in classes.items() if name in by_class}
    await registry.write_tolerances(connection, wanted, phrase_ids)
    return {one for one in phrase_ids if kept.get(one) != wanted.get(one)}
