"""To match is not transitive: heads, members and guests."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

from service.dispute import Group, Question
from service.disputing import group_questions
from tests.builders import NOON


def question(number: int, *, place: bool = True, words: int = 1) -> Question:
    return Question(number, (place, words, True, True), (NOON + timedelta(days=number), UUID(int=number)))


def group(questions: list[Question], *pairs: tuple[int, int]) -> list[Group]:
    beside = {frozenset(pair) for pair in pairs}

    def meets(one: int, other: int) -> bool:
        return one == other or frozenset((one, other)) in beside

    found = group_questions(questions, meets)
    for shuffled in permutations(questions):
        assert group_questions(shuffled, meets) == found
    return found


def test_a_claim_without_a_place_does_not_join_gaza_with_lebanon() -> None:
    gaza, nowhere, lebanon = question(1), question(2, place=False), question(3)
    assert group([gaza, nowhere, lebanon], (1, 2), (2, 3)) == [Group(1, (1,), (2,)), Group(3, (3,), (2,))]


def test_what_meets_one_head_alone_is_its_member() -> None:
    assert group([question(1), question(2, place=False)], (1, 2)) == [Group(1, (1, 2), ())]


def test_spans_that_creep_by_a_day_have_two_heads_with_a_guest_between_them() -> None:
    assert group([question(1), question(2), question(3)], (1, 2), (2, 3)) == [
        Group(1, (1,), (2,)),
        Group(3, (3,), (2,)),
    ]


def test_two_that_meet_and_share_no_head_are_guests_of_each_other() -> None:
    heads = [question(1), question(2)]
    others = [question(3, place=False), question(4, place=False)]
    assert group([*heads, *others], (1, 3), (2, 4), (3, 4)) == [Group(1, (1, 3), (4,)), Group(2, (2, 4), (3,))]
