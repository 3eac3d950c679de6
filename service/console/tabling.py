"""The page for a table as the service writes it: without a script it is sent, mapped, looked at and stored by forms."""

import base64
import binascii
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Controller, MediaType, get, post
from litestar.params import FromPath

from service.console.acts import AnyRequest, Html, read_form, read_upload
from service.console.asking import Answer, Content, act, bring
from service.console.rendering import page

SAME = ("source", "metric", "period", "place")
RARELY_SAME = ("subject", "unit", "claimant", "published_at", "language", "url")
DELIMITERS = ("", "comma", "semicolon", "tab", "pipe", "spaces")
ENCODINGS = ("utf-8", "windows-1252", "windows-1251", "iso-8859-15", "utf-16", "gb18030")
FIELDS = (
    "quantity",
    "metric",
    "source",
    "period",
    "place",
    "subject",
    "unit",
    "claimant",
    "quote",
    "url",
    "published_at",
    "language",
    "status",
    "external_id",
    "flag",
    "power_of_ten",
    "quantity.value",
    "quantity.low",
    "quantity.high",
    "period.start",
    "period.end",
)
"""What a column can be said to hold, in the order of the page."""
TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "jsonl": "application/x-ndjson",
}
"""Of the files that are taken, by how their names end."""
AS_TOLD = "as-told"
_PATH = "/v1/claims/import"
_STORE = "store"
_MOST_KEPT_BYTES = 2_000_000
"""What is larger is chosen anew: a page that holds it would be slow to come and go."""
_MOST_SENT_BYTES = 30_000_000
_MOST_SHOWN = 20


class Table(NamedTuple):
    """A file as it was chosen."""

    name: str
    content: bytes

    @property
    def kind(self) -> str | None:
        """Its media type; None: it is no table."""
        return TYPES.get(self.name.rpartition(".")[2].lower())

    @property
    def kept(self) -> str:
        """Its content, to be held by a field of the page; "" when it is too large for that."""
        return base64.b64encode(self.content).decode() if len(self.content) <= _MOST_KEPT_BYTES else ""


class TableController(Controller):
    """The page for a table."""

    path = "/console/table"
    include_in_schema = False

    @get(media_type=MediaType.HTML)
    async def show_form(self, request: AnyRequest) -> Html:
        """Show the empty form; a script draws its own in its place."""
        return await _show(request, {}, None)

    @post(media_type=MediaType.HTML, request_max_body_size=_MOST_SENT_BYTES)
    async def take(self, request: AnyRequest) -> Html:
        """Show what a table would come to; or store it, and show what it came to."""
        form, file = await read_upload(request)
        table = Table(str(file.filename), await file.read()) if file else _kept(form)
        if table is None or table.kind is None:
            return await _show(request, form, table)
        stores = form.get("act") == _STORE
        content = Content(table.content, _kind(table, form))
        answer = await bring(request, _PATH if stores else f"{_PATH}/check", _said(form), content, form.get("csrf", ""))
        return await _show(request, form, table, answer, is_stored=stores and not answer.is_refusal)

    @post("/{load_id:uuid}/take-back", media_type=MediaType.HTML)
    async def take_back(self, request: AnyRequest, load_id: FromPath[UUID]) -> Html:
        """Take back what a table stored, whole."""
        form = await read_form(request)
        answer = await act(request, "DELETE", f"/v1/loads/{load_id}", {}, form.get("csrf", ""))
        return await _show(request, {}, None, answer, is_taken_back=not answer.is_refusal)


def _kept(form: Mapping[str, str]) -> Table | None:
    try:
        content = base64.b64decode(form.get("kept", ""), validate=True)
    except binascii.Error:
        return None
    return Table(form.get("name", ""), content) if content else None


def _kind(table: Table, form: Mapping[str, str]) -> str:
    encoding = form.get("encoding", "")
    is_told = str(table.kind).startswith("text/") and encoding in ENCODINGS[1:]
    return f"{table.kind}; charset={encoding}" if is_told else str(table.kind)


def _said(form: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give what a form says of its table, as both operations take it."""
    mapped = [(name.removeprefix("column-"), field) for name, field in form.items() if name.startswith("column-")]
    said = [("map", f"#{place}:{field}") for place, field in mapped if field != AS_TOLD]
    said += [("map", "*:")] if form.get("rest") else []
    filled = [(name, form.get(f"same-{name}", "").strip()) for name in (*SAME, *RARELY_SAME)]
    said += [("fill", f"{name}:{value}") for name, value in filled if value]
    said += [(name, form[name].strip()) for name in ("delimiter", "sheet") if form.get(name, "").strip()]
    return [*said, *([("exact", "true")] if form.get("exact") else [])]


async def _show(
    request: AnyRequest,
    form: Mapping[str, str],
    table: Table | None,
    answer: Answer | None = None,
    *,
    is_stored: bool = False,
    is_taken_back: bool = False,
) -> Html:
    refused = answer is not None and answer.is_refusal
    told: Any = answer.json() if answer is not None and not refused else None
    preview = told if told is not None and not is_stored and not is_taken_back else None
    return await page(
        request,
        "table.html",
        status=answer.status if answer is not None and refused else 200,
        kind="table",
        given=form,
        table=table,
        asks=request.method == "POST",
        wrong=answer.detail() if answer is not None and refused else None,
        preview=_with_cells(preview) if preview else None,
        stored=_outcome(told) if is_stored else None,
        taken_back=told["claims"] if is_taken_back else None,
        offers=_OFFERS,
    )


def _with_cells(preview: Mapping[str, Any]) -> dict[str, Any]:
    """Give a preview with what each of its cells is read as, or what is wrong with it, and with each row."""
    figures = preview["figures"]
    read = {one["cell"]: one["claim"] for one in figures if one["cell"] and one["claim"]}
    wrong = {(why["cell"] or one["cell"]): why["detail"] for one in figures for why in one["refusal"]}
    rows = {one["row"]: why["detail"] for one in figures for why in one["refusal"] if not (why["cell"] or one["cell"])}
    untold = sum(not one["is_told"] for one in preview["columns"])
    refused = [
        (why["cell"] or one["cell"] or one["row"], why["detail"])
        for one in preview["refused"]
        for why in one["refusal"]
    ]
    return {**preview, "read": read, "wrong": wrong, "wrong_rows": rows, "untold": untold, "refused_cells": refused}


def _outcome(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Tell what a table that was stored came to."""
    return {
        "counts": Counter(one["outcome"] for one in rows),
        "conflicts": len({conflict for one in rows for conflict in one["conflicts"]}),
        "refused": [one for one in rows if one["outcome"] == "refused"][:_MOST_SHOWN],
        "load": next((one["load"] for one in rows if one.get("load")), None),
    }


_OFFERS = {
    "same": SAME,
    "rarely_same": RARELY_SAME,
    "delimiters": DELIMITERS,
    "encodings": ENCODINGS,
    "fields": FIELDS,
    "endings": ",".join(f".{one}" for one in TYPES),
    "as_told": AS_TOLD,
}
"""What the page lets one choose."""
