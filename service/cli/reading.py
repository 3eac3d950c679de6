"""`claimdiff read`."""

import asyncio
import contextlib
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import click
import msgspec
from rich.console import Console

from service.api.article_reading import check_article, store_article
from service.api.article_schemas import ArticleDraft, CheckedArticle, NewsArticle, ReadArticle, Standing
from service.article import TextForm
from service.articles import MOST_CHARACTERS
from service.cli.checking import CONFLICTS_FOUND
from service.cli.house import find_key
from service.cli.marking import show_article
from service.cli.places import database_address, service_in_process
from service.errors import ClaimdiffError, Unreadable
from service.settings import Settings, read_settings

_MARKUP = frozenset({".html", ".htm", ".xhtml"})
_MOST_BYTES = 4 * MOST_CHARACTERS


class CannotReadText(ClaimdiffError):
    """The text cannot be read, or the service does not answer."""


@click.command()
@click.argument("file", type=click.Path(allow_dash=True, exists=True, dir_okay=False))
@click.option("--source", default="you", show_default=True, help="Who publishes it.")
@click.option("--title", help="The headline.")
@click.option("--place", help="Where its figures are from, unless a sentence says.")
@click.option("--language", help="Language of the text: en, de, fr, es, it, pl, uk, ru.  [default: by its words]")
@click.option("--published-at", help="Date or time of publication.  [default: now]")
@click.option("--url", help="Where it was published.")
@click.option("--external-id", help="Your own id; with --store another text under it is its correction.")
@click.option("--store", is_flag=True, help="Store it, and its sure figures as claims.")
@click.option("--keep-text", is_flag=True, help="Keep the whole text, too, when it is stored.")
@click.option("--html", is_flag=True, help="The text is HTML.  [default: by the file's name]")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the API.")
@click.option("--server", help="Address of a running service.  [default: CLAIMDIFF_SERVER, or none: the database]")
@click.option("--key", help="API key for it; better given as CLAIMDIFF_KEY.")
def read(
    file: str,
    store: bool,
    keep_text: bool,
    html: bool,
    as_json: bool,
    server: str | None,
    key: str | None,
    **fields: str | None,
) -> None:
    """Read the text of FILE, or of standard input (-), and hold its figures against what is stored.

    Shows the text with its figures marked (red: contradicted, green: borne out, cyan: nothing stored, yellow: not
    understood) and what contradicts them. Ends with 3 when something does. Stores nothing but with --store.
    """
    settings = read_settings()
    form = TextForm.HTML if html or Path(file).suffix.lower() in _MARKUP else TextForm.PLAIN
    given = {name: value for name, value in fields.items() if value is not None}
    body = given | {"text": _text_of(file), "format": form.value} | ({"keep_text": True} if store and keep_text else {})
    if not store:
        body.pop("external_id", None)
    with contextlib.ExitStack() as stack:
        server = server or settings.server
        if server:
            told = asyncio.run(_over_http(server, key or settings.key or find_key(settings, server), body, store=store))
        else:
            dsn = stack.enter_context(database_address(settings))
            told = asyncio.run(_in_process(settings, dsn, body, store=store))
    if as_json:
        click.echo(msgspec.json.encode(told))
    else:
        show_article(Console(highlight=False, width=None if sys.stdout.isatty() else 160), str(body["text"]), told)
    if any(one.standing is Standing.CONFLICTS for one in told.claims):
        sys.exit(CONFLICTS_FOUND)


def _text_of(file: str) -> str:
    with contextlib.ExitStack() as stack:
        opened = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
        data = opened.read(_MOST_BYTES + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotReadText(f"{file} is not UTF-8 at byte {error.start}.") from error


async def _in_process(
    settings: Settings, dsn: str, body: dict[str, Any], *, store: bool
) -> CheckedArticle | ReadArticle:
    async with service_in_process(settings, dsn) as service:
        try:
            if store:
                return await store_article(msgspec.convert(body, NewsArticle), service.recorder, service.clock())
            return await check_article(msgspec.convert(body, ArticleDraft), service.recorder, service.clock())
        except Unreadable as error:
            raise CannotReadText(f"{error.pointer.strip('/')}: {error}") from error
        except msgspec.ValidationError as error:
            raise CannotReadText(str(error)) from error


async def _over_http(
    server: str, key: str | None, body: dict[str, Any], *, store: bool
) -> CheckedArticle | ReadArticle:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    path = "/v1/articles" if store else "/v1/articles/check"
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"{server.rstrip('/')}{path}", json=body) as answer,
        ):
            data = await answer.read()
            if answer.status not in (HTTPStatus.OK, HTTPStatus.CREATED):
                raise CannotReadText(f"{server} answers {answer.status}: {data.decode(errors='replace')[:1000]}")
            return (
                msgspec.json.decode(data, type=ReadArticle) if store else msgspec.json.decode(data, type=CheckedArticle)
            )
    except (aiohttp.ClientError, OSError) as error:
        raise CannotReadText(f"{server} cannot be reached: {error}") from error
