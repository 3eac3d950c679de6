"""Where figures come from: claims that quote one claimant or carry one text are one origin, however many print them."""

from collections.abc import Iterable

from service.dispute import Figure


def count_origins(figures: Iterable[Figure]) -> int:
    """Count the origins of figures: a source is one, and all that share a claimant or a quote are one."""
    owner: dict[object, object] = {}

    def find(key: object) -> object:
        while (above := owner.setdefault(key, key)) != key:
            owner[key] = owner[above]
            key = above
        return key

    roots = []
    for one in figures:
        own: object = ("claimant", one.claimant) if one.claimant else ("source", one.source_id)
        if one.quote:
            owner[find(own)] = find(("quote", one.quote))
        roots.append(own)
    return len({find(one) for one in roots})
