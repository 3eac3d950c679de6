"""A small run of the mutator; `python -m tests.reading.mutate --texts N` is the long one."""

from tests.reading.mutate import faults, mutated


def test_whatever_is_done_to_a_text_it_is_read_or_asked_back_in_time() -> None:
    assert list(faults(seed=1, texts=1_500)) == []


def test_a_text_is_known_by_its_seed_and_number() -> None:
    assert mutated(3, 17) == mutated(3, 17)
    assert mutated(3, 17) != mutated(4, 17)
