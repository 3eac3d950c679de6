"""Which questions make one dispute. To match is not transitive, so what is connected is not one thing.

Questions are taken by how much they say. In a first pass, one that meets no head so far becomes a head; in a second,
when all heads stand, one that meets a single head is its member, and one that meets several is a guest of each. Two
that meet and share no head are guests of each other's. So each pair that can conflict lies in one dispute at least, and
"152 killed", said without a place, joins neither Gaza with Lebanon nor the one with the other.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from service.dispute import Group, Question


def group_questions(questions: Sequence[Question], meets: Callable[[int, int], bool]) -> list[Group]:
    """Give the groups, each by its head. The order of the questions does not matter.

    Args:
        questions: All that may belong together.
        meets: Whether claims of two questions, by their ids, are compared. Symmetric.
    """
    ordered = [one.id for one in sorted(questions, key=_by_what_it_says)]
    heads: list[int] = []
    for one in ordered:
        if not any(meets(one, head) for head in heads):
            heads.append(one)
    met = {one: [head for head in heads if one == head or meets(one, head)] for one in ordered}
    members = {head: [one for one in ordered if met[one] == [head]] for head in heads}
    guests = {head: {one for one in ordered if head in met[one] and len(met[one]) > 1} for head in heads}
    for one, other in combinations(ordered, 2):
        if not set(met[one]) & set(met[other]) and meets(one, other):
            for visitor, host in ((one, other), (other, one)):
                for head in met[host]:
                    guests[head].add(visitor)
    return [Group(head, tuple(members[head]), tuple(one for one in ordered if one in guests[head])) for head in heads]


def connected(nodes: Iterable[int], is_joined: Callable[[int, int], bool]) -> list[list[int]]:
    """Give the parts in which each node leads to each other, in the order of the nodes."""
    left = list(nodes)
    parts: list[list[int]] = []
    while left:
        part = [left.pop(0)]
        for one in part:
            joined = [other for other in left if is_joined(one, other)]
            part += joined
            left = [other for other in left if other not in joined]
        parts.append(sorted(part))
    return parts


def _by_what_it_says(question: Question) -> tuple[object, ...]:
    has_place, words, is_day, is_told = question.saying
    return not has_place, -words, not is_day, not is_told, question.age, question.id
