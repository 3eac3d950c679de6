"""Whatever a body holds, looking through it takes one pass. What is quadratic would hang here for minutes."""

import json
import threading
from contextlib import suppress
from typing import Any

import httpx
import pytest

from service.api import lists, requests
from service.api.requests import decode_strictly
from service.errors import Invalid, Malformed


def test_a_key_that_stands_twice_behind_a_hundred_thousand_others_is_found_in_one_pass() -> None:
    keys = ",".join(f'"{number}":1' for number in range(100_000))
    with pytest.raises(Malformed, match='"last" stands twice'):
        decode_strictly(f'{{{keys},"last":1,"last":2}}'.encode())


def test_the_key_that_stands_twice_is_shown_cut_and_printable() -> None:
    key = "\\n" + "x" * 100_000
    with pytest.raises(Malformed) as refused:
        decode_strictly(f'{{"{key}":1,"{key}":2}}'.encode())
    assert len(str(refused.value)) < 500
    assert "\n" not in str(refused.value)


def test_a_long_key_around_many_short_ones_is_not_copied_for_each_of_them() -> None:
    inner = ",".join(f'"{number}":"\\u0041"' for number in range(50_000))
    assert len(decode_strictly(f'{{"{"k" * 500_000}":{{{inner}}}}}'.encode())) == 1


def test_the_way_to_a_text_with_nul_is_a_pointer_of_bounded_length() -> None:
    with pytest.raises(Invalid) as refused:
        decode_strictly(json.dumps({"a": [1, {"b": "x\0"}]}).encode())
    assert refused.value.pointer == "/a/1/b"
    with pytest.raises(Invalid) as refused:
        decode_strictly(json.dumps({"a" * 10_000: {"b" * 10_000: "x\ud800"}}).encode())
    assert len(refused.value.pointer) <= 200


@pytest.mark.parametrize("depth", range(850, 1000, 10))
def test_a_nest_just_below_what_can_be_decoded_is_looked_through_or_refused_in_words(depth: int) -> None:
    body = b"[" * depth + rb'"\u0041"' + b"]" * depth
    with suppress(Malformed):
        assert decode_strictly(body)


@pytest.mark.parametrize(("length", "is_in_the_loop"), [(10, True), (100_000, False)])
async def test_a_large_body_is_decoded_beside_the_loop(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, length: int, is_in_the_loop: bool
) -> None:
    """A megabyte of JSON kept everybody else waiting for as long as it took."""
    threads = []

    def decode(body: bytes) -> Any:
        threads.append(threading.get_ident())
        return decode_strictly(body)

    monkeypatch.setattr(requests, "decode_strictly", decode)
    monkeypatch.setattr(lists, "decode_strictly", decode)
    for path, body in (("/v1/claims/check", {"source": "x" * length}), ("/v1/claims/check/batch", ["x" * length])):
        await client.post(path, json=body)
    assert [one == threading.get_ident() for one in threads] == [is_in_the_loop] * 2
