"""Figures for tests of disputes, in words: figure(1, "about 85 thousand")."""

from service.dispute import Figure
from service.disputing import claimant_key, quote_key
from tests.builders import claim


def figure(number: int, quantity: str, question: int = 1, **fields: str) -> Figure:
    """What source `number` says; its claim has the same number."""
    source = fields.pop("source", f"source {number}")
    made = claim(number, source=source, quantity=quantity, **fields)
    return Figure(
        claim_id=made.id,
        question_id=question,
        source_id=hash(source) % 1000 if "outlet" in source else number,
        source=source,
        interval=made.quantity.interval,
        stated=made.quantity.stated,
        as_given=quantity,
        published_at=made.published_at,
        claimant=claimant_key(made),
        quote=quote_key(made),
        url=made.url,
    )


def said(*quantities: str) -> list[Figure]:
    """A source for each figure."""
    return [figure(number, quantity) for number, quantity in enumerate(quantities, 1)]
