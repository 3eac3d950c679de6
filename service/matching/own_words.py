"""The words of its own that each side of two topics says, as numbers: how many, how telling, names or words."""

import re
from collections.abc import Callable, Sequence

from service.matching.aligning import Aligned, is_written_by
from service.matching.encoding import knows
from service.matching.near_words import NEAR
from service.matching.sides import Side
from service.matching.vague import is_vague, makes_a_part, says_total
from service.matching.wording import Numbers, Wording
from service.reading.words import unaccented
from service.topic import Topic

OWN = 0.3
"""What one word of a side tells that the other leaves out; from here on it is a word of its own."""
_MOST = 4
_PEOPLE = frozenset({"population", "person", "victim"})
"""Concepts that say of nobody which people are counted: "murder victims" are "murders"."""
_SOMEHOW_SAID = 0.5
"""How far a word is found on the other side if something there may mean it."""
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def measure_own_words(wording: Wording) -> Numbers:
    """All numbers that the words that only one side says give. "Less" is of the side that has less of its own."""
    ours, theirs = (_unspelt(words) for words in (wording.ours, wording.theirs))
    numbers: Numbers = {}
    for name, measure in _MEASURES.items():
        numbers[f"{name}_less"], numbers[f"{name}_more"] = sorted((measure(ours), measure(theirs)))
    mine, yours = (_names_left(wording, first=first) for first in (True, False))
    numbers["proper_names_less"], numbers["proper_names_more"] = sorted((mine, yours))
    shared = [one.tells for one in wording.ours if _is_shared_name(one, wording.one, wording.other)]
    numbers["proper_names_less_none_shared"] = 0.0 if shared else numbers["proper_names_less"]
    numbers["proper_names_more_none_shared"] = 0.0 if shared else numbers["proper_names_more"]
    numbers["proper_names_shared"] = min(2.0, sum(shared))
    one, other = _numbers_in(wording.one.topic), _numbers_in(wording.other.topic)
    return numbers | {
        "only_one_writes_a_number": float(bool(one - other) != bool(other - one)),
        "both_write_a_number": float(bool(one & other)),
    }


def strongest_in_metric(wording: Wording) -> tuple[float, float]:
    """What the most telling word of each side's metric tells that the other leaves out."""
    return _in_metric(_unspelt(wording.ours)), _in_metric(_unspelt(wording.theirs))


def measured_apart(wording: Wording, least: float) -> bool:
    """Whether each side measures by a plain word that nothing of the other means so far: "exports" and "stocks"."""
    return all(_measuring(words, least) for words in (wording.ours, wording.theirs))


def measure_unheard_of(wording: Wording) -> bool:
    """Whether each side measures something of its own, and one by a word of which nobody knows what it means.

    Where both name one body or event, all else tells that.
    """
    if share_a_name(wording):
        return False
    own = [_measuring(words, OWN) for words in (wording.ours, wording.theirs)]
    return all(own) and any(not knows(one.word.surface) for words in own for one in words)


def measure_said_alone(wording: Wording) -> Numbers:
    """The numbers of what the words that only one side writes may make of it: another thing, a kind or a part."""
    alone = (
        _unwritten(wording.ours, wording.one, wording.other),
        _unwritten(wording.theirs, wording.other, wording.one),
    )
    return {
        "adds_a_word": float(_adds_a_word(*alone)),
        "names_a_part": float(_names_a_part(alone[0], wording.theirs) or _names_a_part(alone[1], wording.ours)),
        "name_goes_on": float(
            _goes_on(alone[0], wording.ours, wording.one) or _goes_on(alone[1], wording.theirs, wording.other)
        ),
        "bare_beside_kind": float(_is_bare_beside_kind(wording, *alone)),
        "one_word_swapped": float(_swap_a_word(wording, *alone)),
        "no_measure_shared": float(_share_no_measure(wording)),
        "total_beside_part": float(_is_total_beside_part(wording, *alone)),
    }


def _swap_a_word(wording: Wording, ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> bool:
    """Whether both say the same but for one word each: "gold medals" and "silver medals".

    Two editors who tell one thing in their own words seldom differ in a single one, and the columns of one table do.
    What the encoder takes for near is no same word: it puts "democrats" beside "republicans". Near synonyms of the
    lexicon are one word, and a word of another language is a translation.
    """
    if wording.one.topic.language != wording.other.topic.language:
        return False
    if not len(ours) == len(theirs) == 1 or not any(one.is_shared for one in wording.ours):
        return False
    if not all(one.word.field == "metric" and not one.is_name for one in (*ours, *theirs)):
        return False
    return not _are_near(ours[0], theirs)


def _names_a_part(alone: Sequence[Aligned], beside: Sequence[Aligned]) -> bool:
    """Whether a word that only one side writes tells a part; "household" beside "homes" tells none."""
    return any(makes_a_part(one.word.surface) and not _are_near(one, beside) for one in alone)


def _goes_on(alone: Sequence[Aligned], said: Sequence[Aligned], side: Side) -> bool:
    """Whether the name of a subject that both say goes on: "Siemens Energy" beside "Siemens", "Ford Credit"."""
    more = [one.word.surface for one in alone if one.is_name and one.word.field == "subject"]
    text = unaccented(side.topic.text.casefold()) if more else ""
    begun = [one.word.surface for one in said if one.is_name and one.is_shared and one.word.field == "subject"]
    return any(f"{first} {name}" in text for name in more for first in begun)


def _adds_a_word(ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> bool:
    """Whether one says all that the other does, and a plain word of a metric more: "aircraft" and "cargo aircraft"."""
    more = ours or theirs
    return bool(ours) != bool(theirs) and any(one.word.field == "metric" and not one.is_name for one in more)


def _is_bare_beside_kind(wording: Wording, ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> bool:
    """Whether the metric of one is a single word, and the other says of which kind: "medals" and "gold medals"."""
    mine, yours = (
        [one for one in words if one.word.field == "metric" and one.word.form not in _PEOPLE]
        for words in (ours, theirs)
    )
    if bool(mine) == bool(yours):
        return False
    less = wording.theirs if mine else wording.ours
    return sum(one.word.field == "metric" and not is_vague(one.word) for one in less) == 1


def _share_no_measure(wording: Wording) -> bool:
    """Whether no plain word of the metrics is written by both: "passengers" and "firefighters" of one crash."""
    if wording.one.topic.language != wording.other.topic.language:
        return False
    ours, theirs = (
        [one for one in words if one.word.field == "metric" and not one.is_name and not is_vague(one.word)]
        for words in (wording.ours, wording.theirs)
    )
    mine = {one.word.form for one in _unwritten(ours, wording.one, wording.other)}
    return bool(ours and theirs) and len(mine) == len(ours) and not any(_are_near(one, theirs) for one in ours)


def _are_near(one: Aligned, others: Sequence[Aligned]) -> bool:
    return any(other.word.form in NEAR.get(one.word.form, ()) for other in others)


def _is_total_beside_part(wording: Wording, ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> bool:
    """Whether one says that it counts the whole, and the other whose or which it counts: "republican votes"."""
    one, other = (says_total(side.topic.text) for side in (wording.one, wording.other))
    return bool((one and not other and not ours and theirs) or (other and not one and not theirs and ours))


def _unwritten(words: Sequence[Aligned], own: Side, other: Side) -> list[Aligned]:
    """The words that tell something and that the other side writes neither so nor alike."""
    telling = [one for one in words if one.word.field in {"metric", "subject"} and not is_vague(one.word)]
    return [one for one in telling if not is_written_by(one.word, own, other)]


def _measuring(words: Sequence[Aligned], least: float) -> list[Aligned]:
    said = [one for one in words if one.word.field == "metric" and not one.is_name and one.found < least]
    return [one for one in said if not is_vague(one.word)]


def share_a_name(wording: Wording) -> bool:
    """Whether both name one event or body; "County" of two counties names neither."""
    return any(one.word.field != "place" and _is_shared_name(one, wording.one, wording.other) for one in wording.ours)


def name_others(wording: Wording) -> bool:
    """Whether each names of whom it speaks, and neither says anything of the other's: two candidates of one vote.

    The "Museum" of one is none of the other's, which counts "museum visitors" of the Tate.
    """
    sides = ((wording.ours, wording.one, wording.other), (wording.theirs, wording.other, wording.one))
    return all(_names_another(*side) for side in sides)


def _names_another(words: Sequence[Aligned], side: Side, other: Side) -> bool:
    said = [one for one in words if one.word.form in side.subject]
    if all(one.found < _SOMEHOW_SAID for one in said):
        return bool(said)
    names = [one for one in said if _is_proper(one, side.topic)]
    return bool(names) and not any(_is_shared_name(one, side, other) for one in said)


def _is_shared_name(one: Aligned, side: Side, other: Side) -> bool:
    """Whether both say a name; a word that the other side writes like any other is none."""
    if not one.is_shared or not _is_proper(one, side.topic):
        return False
    theirs = other.words.get(one.word.form)
    return theirs is None or theirs.kind != "word" or other.topic.language == "de"


def _unspelt(words: Sequence[Aligned]) -> list[Aligned]:
    left = [one for one in words if not one.is_shared and one.word.field != "thing"]
    return sorted(left, key=lambda one: -one.left)


def _strongest(words: Sequence[Aligned]) -> float:
    return words[0].left if words else 0.0


def _second(words: Sequence[Aligned]) -> float:
    return words[1].left if len(words) > 1 else 0.0


def _how_many(words: Sequence[Aligned]) -> float:
    return float(min(_MOST, sum(one.left >= OWN for one in words)))


def _in_metric(words: Sequence[Aligned]) -> float:
    return _strongest([one for one in words if one.word.field == "metric" and not one.is_name])


def _named(words: Sequence[Aligned]) -> float:
    return _strongest([one for one in words if one.is_name])


_MEASURES: dict[str, Callable[[Sequence[Aligned]], float]] = {
    "own_strongest": _strongest,
    "own_second": _second,
    "own_words": _how_many,
    "own_in_metric": _in_metric,
    "own_name": _named,
}


def _names_left(wording: Wording, *, first: bool) -> float:
    words, topic = (wording.ours, wording.one.topic) if first else (wording.theirs, wording.other.topic)
    said = [one.left for one in words if _is_proper(one, topic) and one.word.field in {"metric", "subject"}]
    return max(said, default=0.0)


def _is_proper(one: Aligned, topic: Topic) -> bool:
    """Whether a word is a name; German writes each noun like one."""
    return one.is_name and topic.language != "de"


def _numbers_in(topic: Topic) -> set[str]:
    return {found for found in _NUMBER.findall(topic.text) if not _YEAR.fullmatch(found)}
