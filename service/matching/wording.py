"""What two topics' words have in common, whatever field they stand in, and what each side leaves out."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from service.matching.aligning import Aligned, align
from service.matching.sides import Side, side_of
from service.topic import Topic

Numbers = dict[str, float]
_MOST_SHARED, _MOST_NAMES = 4.0, 2.0


class Wording(Struct, frozen=True, eq=False):
    """Two topics beside each other, word by word."""

    one: Side
    other: Side
    ours: list[Aligned]
    theirs: list[Aligned]


def beside(one: Topic, other: Topic) -> Wording:
    """Put two topics beside each other."""
    first, second = side_of(one), side_of(other)
    return Wording(first, second, align(first, second), align(second, first))


def measure_words(wording: Wording) -> Numbers:
    """All numbers that the words of two topics give."""
    return {
        **shared(wording),
        **left_out(wording),
        **languages(wording),
    }


def shared(wording: Wording) -> Numbers:
    """How much of what each side tells the other tells too; the rarest word and the names that both have."""
    least, most = sorted((_covered(wording.ours), _covered(wording.theirs)))
    least_surely, most_surely = sorted((_surely_covered(wording.ours), _surely_covered(wording.theirs)))
    found = [one for one in wording.ours if one.is_shared]
    names = [one.tells for one in found if one.is_name and one.word.field != "place"]
    return {
        "covered_least": least,
        "covered_most": most,
        "surely_covered_least": least_surely,
        "surely_covered_most": most_surely,
        "shared": min(_MOST_SHARED, sum(one.tells for one in found)),
        "rarest_shared": max((one.tells for one in found), default=0.0),
        "names_shared": min(_MOST_NAMES, sum(names)),
    }


def left_out(wording: Wording) -> Numbers:
    """How much only one side says: in the metric, in the subject, in the place; names apart from words."""
    numbers = {}
    both_have_subjects = wording.one.has_subject and wording.other.has_subject
    for field in ("metric", "subject", "place"):
        for kind, names in (("names", True), ("words", False)):
            less, more = _less_and_more(wording, {field}, names)
            is_lone = field == "subject" and not both_have_subjects
            numbers[f"{kind}_left_in_{field}_less"] = 0.0 if is_lone else less
            numbers[f"{kind}_left_in_{field}_more"] = 0.0 if is_lone else more
            if field == "subject":
                numbers[f"{kind}_left_in_lone_subject"] = more if is_lone else 0.0
    said = [one for one in (*wording.ours, *wording.theirs) if one.word.field in {"metric", "subject"}]
    less, more = sorted(_sum_left(side, {"metric", "subject"}) for side in (wording.ours, wording.theirs))
    mild, strong = sorted(_strongest(side, "metric") for side in (wording.ours, wording.theirs))
    return numbers | {
        "left_strongest": max((one.left for one in said), default=0.0),
        "left_less": less,
        "left_more": more,
        "own_less": min(own(wording.ours), own(wording.theirs)),
        "own_more": max(own(wording.ours), own(wording.theirs)),
        "any_name_shared": max((one.tells for one in wording.ours if one.is_name and one.is_shared), default=0.0),
        "left_in_metric_milder": mild,
        "left_in_metric_stronger": strong,
    }


def languages(wording: Wording) -> Numbers:
    """In which languages the two are, and whether the counted thing is said."""
    one, other = wording.one.topic.language, wording.other.topic.language
    counted = any(word.word.field == "thing" and word.is_shared for word in (*wording.ours, *wording.theirs))
    return {
        "across_languages": float(one != other),
        "in_ukrainian": float("uk" in {one, other}),
        "in_one_other_language": float(one == other != "en"),
        "thing_said": float(counted),
    }


def own(words: Sequence[Aligned]) -> float:
    """How much the most telling word says that the other side leaves out."""
    return max((word.left for word in words if word.word.field != "thing"), default=0.0)


def _covered(words: Sequence[Aligned]) -> float:
    said = [one for one in words if one.word.field != "thing"]
    total = sum(one.tells for one in said)
    return sum(one.tells * one.found for one in said) / total if total else 1.0


def _surely_covered(words: Sequence[Aligned]) -> float:
    total = sum(one.tells for one in words)
    return sum(one.tells for one in words if one.is_shared) / total if total else 1.0


def _less_and_more(wording: Wording, fields: set[str], names: bool) -> tuple[float, float]:  # noqa: FBT001 - private
    kind = _names if names else _plain
    less, more = sorted((_sum_left(kind(wording.ours), fields), _sum_left(kind(wording.theirs), fields)))
    return less, more


def _sum_left(words: Iterable[Aligned], fields: set[str]) -> float:
    return sum(one.left for one in words if one.word.field in fields)


def _strongest(words: Iterable[Aligned], field: str) -> float:
    return max((one.left for one in words if one.word.field == field), default=0.0)


def _names(words: Iterable[Aligned]) -> list[Aligned]:
    return [one for one in words if one.is_name]


def _plain(words: Iterable[Aligned]) -> list[Aligned]:
    return [one for one in words if not one.is_name]
