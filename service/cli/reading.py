"""`claimdiff read`."""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

import aiohttp
import click
import msgspec
from rich.console import Console
from rich.text import Text

from service.api.article_reading import check_article
from service.api.article_schemas import ArticleClaim, ArticleDraft, CheckedArticle, Standing
from service.article import TextForm
from service.articles import MOST_CHARACTERS
from service.cli.checking import CONFLICTS_FOUND
from service.cli.house import find_key
from service.cli.places import database_address, service_in_process
from service.cli.tables import of_what, table_of_matches, when
from service.errors import ClaimdiffError, Unreadable
from service.settings import Settings, read_settings

_STYLES = {
    Standing.CONFLICTS: "bold white on red",
    Standing.AGREES: "black on green",
    Standing.ALONE: "black on cyan",
    Standing.NOT_UNDERSTOOD: "black on yellow",
}
_MARKUP = frozenset({".html", ".htm", ".xhtml"})
_MOST_BYTES = 4 * MOST_CHARACTERS


class CannotReadText(ClaimdiffError):
    """The text cannot be read, or the service does not answer."""


@click.command()
@click.argument("file", type=click.Path(allow_dash=True, exists=True, dir_okay=False))
@click.option("--source", default="you", show_default=True, help="Who publishes it.")
@click.option("--title", help="The headline.")
@click.option("--place", help="Where its figures are from, unless a sentence says.")
@click.option("--language", help="Language of the text: en, de, fr, es, uk, ru.  [default: by its words]")
@click.option("--published-at", help="Date or time of publication.  [default: now]")
@click.option("--html", is_flag=True, help="The text is HTML.  [default: by the file's name]")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the API.")
@click.option("--server", help="Address of a running service.  [default: CLAIMDIFF_SERVER, or none: the database]")
@click.option("--key", help="API key for it; better given as CLAIMDIFF_KEY.")
def read(file: str, html: bool, as_json: bool, server: str | None, key: str | None, **fields: str | None) -> None:
    """Read the text of FILE, or of standard input (-), and hold its figures against what is stored. Stores nothing.

    Shows the text with its figures marked (red: contradicted, green: borne out, cyan: nothing stored, yellow: not
    understood) and what contradicts them. Ends with 3 when something does.
    """
    settings = read_settings()
    form = TextForm.HTML if html or Path(file).suffix.lower() in _MARKUP else TextForm.PLAIN
    given = {name: value for name, value in fields.items() if value is not None}
    body = given | {"text": _text_of(file), "format": form.value}
    with contextlib.ExitStack() as stack:
        server = server or settings.server
        if server:
            checked = asyncio.run(_over_http(server, key or settings.key or find_key(settings, server), body))
        else:
            checked = asyncio.run(_in_process(settings, stack.enter_context(database_address(settings)), body))
    if as_json:
        click.echo(msgspec.json.encode(checked))
    else:
        _show(str(body["text"]), checked)
    if checked.article.conflicting:
        sys.exit(CONFLICTS_FOUND)


def _text_of(file: str) -> str:
    with contextlib.ExitStack() as stack:
        opened = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
        data = opened.read(_MOST_BYTES + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotReadText(f"{file} is not UTF-8 at byte {error.start}.") from error


async def _in_process(settings: Settings, dsn: str, body: dict[str, Any]) -> CheckedArticle:
    async with service_in_process(settings, dsn) as service:
        try:
            draft = msgspec.convert(body, ArticleDraft)
            return await check_article(draft, service.recorder, service.clock())
        except Unreadable as error:
            raise CannotReadText(f"{error.pointer.strip('/')}: {error}") from error
        except msgspec.ValidationError as error:
            raise CannotReadText(str(error)) from error


async def _over_http(server: str, key: str | None, body: dict[str, Any]) -> CheckedArticle:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"{server.rstrip('/')}/v1/articles/check", json=body) as answer,
        ):
            data = await answer.read()
            if answer.status != 200:  # noqa: PLR2004
                raise CannotReadText(f"{server} answers {answer.status}: {data.decode(errors='replace')[:1000]}")
            return msgspec.json.decode(data, type=CheckedArticle)
    except (aiohttp.ClientError, OSError) as error:
        raise CannotReadText(f"{server} cannot be reached: {error}") from error


def _show(text: str, checked: CheckedArticle) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    console.print(_marked(text, checked))
    for claim in checked.claims:
        _show_claim(console, claim)
    told = checked.article
    console.print(
        f"{len(checked.claims)} figures: {told.conflicting} contradicted, {told.agreeing} borne out, "
        f"{told.alone} of which nothing is stored, {told.not_understood} not understood. "
        f"{len(checked.not_claims)} numbers are no figures."
    )


def _marked(text: str, checked: CheckedArticle) -> Text:
    marked = Text(text)
    for claim in checked.claims:
        marked.stylize(_STYLES[claim.standing], claim.anchors.figure.start, claim.anchors.figure.end)
    return marked


def _show_claim(console: Console, claim: ArticleClaim) -> None:
    figure = claim.anchors.figure.exact
    if claim.claim is None:
        console.print(f"\n{figure}: {' '.join(claim.reasons)}", markup=False)
        return
    unsure = f" (unsure: {' '.join(claim.reasons)})" if claim.reasons else ""
    console.print(f"\n{figure}: {of_what(claim.claim)}, {when(claim.claim)}{unsure}", markup=False)
    if claim.matches:
        console.print(table_of_matches(claim.matches))
