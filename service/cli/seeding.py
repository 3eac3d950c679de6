"""Load the example claims and show what they show."""

from pathlib import Path
from uuid import UUID

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from service.api.article_reading import check_article, store_article
from service.api.article_schemas import NewsArticle
from service.app import Service
from service.article import Head
from service.claim import Band, Claim
from service.cli.marking import show_article
from service.cli.tables import (
    pair_up,
    table_of_agreements,
    table_of_conflicts,
    table_of_disputes,
    table_of_look_alikes,
)
from service.conflict import STANDING
from service.dispute import Dispute
from service.disputing.causes import with_cause
from service.reading import Draft
from service.recording import Recording, derive_disputes, withdraw_article, withdraw_load
from service.storage import articles as article_storage
from service.storage import conflicts as conflict_storage
from service.storage import disputes as dispute_storage
from service.storage import knowledge as knowledge_storage

SEEDS_LOAD = UUID("00000000-0000-7000-8000-00005eed5eed")
"""The example claims are one upload, however often they are loaded; `claimdiff unload seeds` takes it back."""
_STEP = 10


def seeds_folder() -> Path:
    """Give the folder with the example claims: beside `service` in a checkout, inside it in an installed package."""
    beside = Path(__file__).resolve().parents[2] / "seeds"
    return beside if beside.is_dir() else Path(__file__).resolve().parents[1] / "_seeds"


def read_seeds() -> list[Draft]:
    """Read all example claims, in the order of their files."""
    decode = msgspec.json.Decoder(Draft).decode
    files = sorted(seeds_folder().glob("*.ndjson"))
    return [decode(line) for file in files for line in file.read_bytes().splitlines()]


async def load_seeds(service: Service, console: Console) -> None:
    """Store the example claims, once however often this is called, and print what is found among them."""
    drafts, recorder = read_seeds(), service.recorder.for_load(SEEDS_LOAD)
    recorded: list[Recording] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Loading the example claims", total=len(drafts))
        for start in range(0, len(drafts), _STEP):
            claims = [recorder.read(draft) for draft in drafts[start : start + _STEP]]
            recorded += await recorder.record(claims)
            progress.update(task, completed=len(recorded))
    article = seed_article()
    checked = await check_article(article, service.recorder, service.clock())
    await store_article(article, service.recorder, service.clock())
    await _show(service, recorded, console)
    console.print(f"\n[bold]{article.title}[/] ({article.source}, {article.published_at})\n")
    show_article(console, article.text, checked)


def seed_article() -> NewsArticle:
    """Read the example article, as it is stored: with its text, and under an id by which it is found again."""
    return msgspec.json.decode((seeds_folder() / "article.json").read_bytes(), type=NewsArticle)


async def take_seeds_back(service: Service, actor: str) -> int:
    """Take the example claims and the example article back; give how many claims count no more by it."""
    article = seed_article()
    head = Head(article.source, service.clock(), "en", len(article.text), article.external_id)
    count = await withdraw_load(service.database, SEEDS_LOAD, actor, service.clock())
    async with service.database.connection() as connection:
        known = await article_storage.find_known(connection, head, "")
    if known is not None and known.withdrawn_at is None:
        count += await withdraw_article(service.recorder, known.id, actor)
    return count


async def _show(service: Service, recorded: list[Recording], console: Console) -> None:
    claims = [one.claim for one in recorded]
    async with service.database.connection() as connection:
        found = await conflict_storage.find_conflicts_of_claims(connection, [claim.id for claim in claims])
    conflicts = {one.id: one for several in found.values() for one in several if one.status in STANDING}
    agreeing, alike = pair_up(claims, service.policy)
    disputes = await _disputes_of(service, claims)
    certain = [one for one in conflicts.values() if one.band is Band.CONFIRMED]
    waiting = [one for one in conflicts.values() if one.band is Band.SUGGESTED]
    console.print(table_of_disputes(disputes))
    console.print(table_of_conflicts("Conflicts", certain))
    console.print(table_of_conflicts("Conflicts, if both mean the same: a person must say", waiting))
    console.print(table_of_agreements(agreeing))
    console.print(table_of_look_alikes(alike))
    new = sum(one.stored for one in recorded)
    sources = len({claim.source for claim in claims})
    console.print(
        f"{len(claims)} example claims of {sources} sources ({new} new, {len(claims) - new} known already), "
        f"{len(certain)} conflicts in {len(disputes)} disputes, {len(waiting)} more if a person says that both mean "
        "the same.",
        highlight=False,
    )


async def _disputes_of(service: Service, claims: list[Claim]) -> list[Dispute]:
    """Give the disputes that are open around these claims; what is still marked is derived first."""
    async with service.database.connection() as connection:
        while await derive_disputes(connection, service.policy, service.clock()):
            pass
        found = await knowledge_storage.find_disputes_of_claims(connection, [claim.id for claim in claims])
        rows = [await dispute_storage.get_dispute(connection, one) for one in found]
    return [with_cause(row.dispute) for row in rows if row is not None and row.status in STANDING]
