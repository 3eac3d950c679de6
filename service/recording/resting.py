"""A dispute of a great many claims is worked through once in a while, and not with each claim that joins it. Pure.

To work through n figures takes so much time per figure; if each new one asked for it, n of them would ask for n². So
what is large rests between two times, the longer the larger it is: it follows what comes within seconds, and takes a
small and equal share of the machine, be it of a thousand claims or of fifty thousand.
"""

from collections.abc import Mapping, Sequence

RESTS_FROM = 500
"""Claims of a dispute from which on it rests; smaller ones follow at once."""
_CLAIMS_A_SECOND = 2_000


def rest_seconds(claims: int) -> float:
    """Say how long a dispute of so many claims rests after it was worked through; 0: not at all."""
    return claims / _CLAIMS_A_SECOND if claims >= RESTS_FROM else 0.0


def rests_of(parts: Sequence[Sequence[int]], claims: Mapping[int, int]) -> dict[int, float]:
    """Give the questions that are to rest, each with its seconds.

    Args:
        parts: Questions that were worked through together.
        claims: How many claims speak of each.
    """
    rests: dict[int, float] = {}
    for part in parts:
        if seconds := rest_seconds(sum(claims.get(one, 0) for one in part)):
            rests |= dict.fromkeys(part, seconds)
    return rests


def put_off(links: Mapping[int, set[int]], resting: set[int]) -> set[int]:
    """Give the questions that wait: those that rest, and all that lead to one that does.

    Args:
        links: Questions, each with those beside it, both ways.
        resting: Those of them that rest.
    """
    waiting, found = set(resting), list(resting)
    while found:
        beside = links.get(found.pop(), set()) - waiting
        waiting |= beside
        found += beside
    return waiting
