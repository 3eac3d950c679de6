"""A cursor is opaque to callers, and a tampered one is refused like any other: number 12 of the faults."""

import httpx
import pytest

from service.api.cursors import write_cursor

LISTS = {
    "/v1/claims": ("2022-11-20T00:00:00Z", "00000000-0000-0000-0000-000000000001"),
    "/v1/conflicts": ("2022-11-20T00:00:00Z", "00000000-0000-0000-0000-000000000001"),
    "/v1/conflicts?sort=gravest": (1, "2022-11-20T00:00:00Z", "00000000-0000-0000-0000-000000000001"),
    "/v1/sources": (1,),
    "/v1/metrics": (1,),
    "/v1/events": ("1", 1),
    "/v1/audit": (1,),
    "/v1/keys": ("00000000-0000-0000-0000-000000000001",),
    "/v1/webhooks": ("00000000-0000-0000-0000-000000000001",),
    "/v1/claims/uncompared": ("00000000-0000-0000-0000-000000000001",),
}
EDGES = [2**15, 2**31, 2**40, 2**63, 2**80, -(2**63) - 1, 1.5, None, True, "", "\0", "x" * 5000, "-1", "s"] + [
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00",
]


@pytest.mark.parametrize("path", LISTS)
async def test_no_part_of_a_cursor_breaks_a_list(path: str, client: httpx.AsyncClient) -> None:
    parts = LISTS[path]
    for place in range(len(parts)):
        for edge in EDGES:
            cursor = write_cursor((*parts[:place], edge, *parts[place + 1 :]))
            answer = await client.get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}")
            assert answer.status_code in {200, 422}, (edge, answer.text)
    assert (await client.get(f"{path}{'&' if '?' in path else '?'}cursor={write_cursor(parts)}")).status_code == 200
