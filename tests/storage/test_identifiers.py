"""Identifiers sort by time and never repeat, in a process and its children."""

import os
import random
from datetime import UTC, datetime, timedelta

import pytest

from service.storage.identifiers import new_identifier

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_they_are_of_version_7_and_sort_by_the_millisecond() -> None:
    times = [NOW + timedelta(milliseconds=number) for number in range(50)]
    made = [new_identifier(time) for time in times]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}
    assert made[0].int >> 80 == int(NOW.timestamp() * 1000)


def test_those_of_one_moment_are_all_different() -> None:
    assert len({new_identifier(NOW) for _ in range(100_000)}) == 100_000


def test_whoever_seeds_chance_anew_does_not_repeat_them() -> None:
    made = set()
    for _ in range(3):
        random.seed(7)
        made.add(new_identifier(NOW))
    assert len(made) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_goes_on_with_others() -> None:
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writer, new_identifier(NOW).bytes)
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 16) != new_identifier(NOW).bytes
