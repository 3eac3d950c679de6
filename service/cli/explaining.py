"""`claimdiff explain`."""

from datetime import UTC, datetime

import click
import msgspec

from service.reading import Draft
from service.reading.explaining import Explained, explain

_PART, _GIVEN = 18, 30


@click.command("explain")
@click.argument("figure")
@click.option("--metric", required=True, help='What is measured: "personnel losses".')
@click.option("--period", help='What time it speaks of: "October 2022".')
@click.option("--place", help='Where: "Ukraine".')
@click.option("--subject", help='Of whom or what: "Russian army".')
@click.option("--unit", help="The unit, when the figure is printed without.")
@click.option("--quote", help="The sentence that it stands in.")
@click.option(
    "--language", help="Language of the text: en, de, fr, es, uk, ru, it, pl, pt.  [default: told by the words]"
)
@click.option("--published-at", help="Date or time of publication.  [default: now]")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each part.")
def explain_(figure: str, as_json: bool, **fields: str | None) -> None:
    """Show how each part of a claim is read, and why. Asks no service and no database.

    \b
    claimdiff explain "1.234 Tote" --metric "Zahl der Todesopfer" --period "Oktober 2022"
    """
    draft = msgspec.convert({"source": "you", "quantity": figure} | _given(fields), Draft)
    for one in explain(draft, received_at=datetime.now(UTC)):
        click.echo(msgspec.json.encode(one).decode() if as_json else _line(one))


def _given(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def _line(one: Explained) -> str:
    return f"{one.part:<{_PART}} {one.given:<{_GIVEN}} {one.read}  ({one.why})"
