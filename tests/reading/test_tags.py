"""What is loaded for a language is kept by the language; of tags there is no end."""

import gc
from datetime import UTC, datetime
from functools import _lru_cache_wrapper
from uuid import UUID

import pytest

from service.claim import ClaimId
from service.errors import ClaimdiffError
from service.reading import Draft, read
from service.reading.tags import base_of

NOON = datetime(2022, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "base"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_ch", "de"),
        ("pt-BR-x-a", "pt"),
        ("xx", ""),
        ("qabc-1", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_tag_is_known_by_its_language(tag: str | None, base: str) -> None:
    assert base_of(tag) == base


def unbounded() -> dict[str, int]:
    """How much each cache of ours holds that has no bound."""
    gc.unfreeze()
    found = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    ours = [
        one for one in found if str(one.__module__).startswith("service.reading") and one.cache_info().maxsize is None
    ]
    return {f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize for one in ours}


def read_in(language: str) -> None:
    draft = Draft("a", "losses", "about 84,720", "Novembre 2022", place="Spanien", language=language)
    try:
        read(draft, claim_id=ClaimId(UUID(int=1)), received_at=NOON)
    except ClaimdiffError:
        return


def test_tags_without_end_leave_nothing_behind() -> None:
    read_in("de")
    read_in("xx")
    before = unbounded()
    assert before
    for number in range(60):
        read_in(f"de-{number}")
        read_in(f"x{'abcdefghij'[number % 10]}{'abcdefghij'[number // 10]}z-{number}")
    assert unbounded() == before
