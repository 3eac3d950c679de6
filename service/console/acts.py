"""What an editor does by forms: decide, take back, sign in and out, choose a language. Each is an act of the API."""

from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import Cookie, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.console.asking import Answer, act
from service.console.pages import queue
from service.console.rendering import HEADERS, page
from service.console.speaking import COOKIE, NAMES
from service.errors import Malformed, WrongType
from service.recording import Clock

_HOME = "/console/"
_YEAR_SECONDS = 365 * 24 * 3600
_MOST_FIELDS = 20
_STATUSES = {"acknowledge": "acknowledged", "resolve": "resolved", "dismiss": "dismissed", "reopen": "open"}
_LEAVING = ("resolve", "dismiss")

AnyRequest = Request[Any, Any, Any]
Html = Response[bytes]


class ActsController(Controller):
    """Forms: what they ask for is done, and the next page is gone to."""

    path = "/console"
    include_in_schema = False

    @post("/disputes/{dispute_id:uuid}/acts")
    async def decide(self, request: AnyRequest, dispute_id: FromPath[UUID], clock: NamedDependency[Clock]) -> Html:
        """Decide on a dispute as it was seen, and go on to the next."""
        form = await read_form(request)
        wanted = form.get("act", "").partition(":")[0]
        body = _asked(form)
        path = f"/v1/disputes/{dispute_id}"
        answer = await act(request, "PATCH", path, body, form.get("csrf", ""), form.get("version", ""))
        if answer.is_refusal:
            return await queue(request, clock, str(dispute_id), problem=answer.detail(), status=answer.status)
        follower = form.get("follower", "") if wanted in _LEAVING else str(dispute_id)
        where = f"{_HOME}disputes/{follower}" if _is_id(follower) else _HOME
        joined = "&" if request.url.query else "?"
        query = f"?{request.url.query}" if request.url.query else ""
        return go(where + query + (f"{joined}told={dispute_id}" if wanted in _STATUSES else ""))

    @post("/sign-in")
    async def sign_in(self, request: AnyRequest) -> Html:
        """Exchange a key and a name for a session of this browser."""
        form = await read_form(request)
        body = {"key": form.get("key", ""), "name": form.get("name", "")}
        answer = await act(request, "POST", "/console/session", body, "")
        if answer.is_refusal:
            return await page(
                request, "sign_in.html", problem=answer.detail(), address=_back(form), status=answer.status
            )
        return go(_back(form), answer)

    @post("/sign-out")
    async def sign_out(self, request: AnyRequest) -> Html:
        """End the session of this browser."""
        form = await read_form(request)
        answer = await act(request, "DELETE", "/console/session", {}, form.get("csrf", ""))
        if answer.is_refusal:
            return await page(request, "refusal.html", problem=answer.detail(), status=answer.status)
        return go(_HOME, answer)

    @get("/language")
    async def choose_language(self, request: AnyRequest) -> Html:
        """Speak another language from now on."""
        query = dict(request.query_params)
        answer = go(_back(query))
        if query.get("to") in NAMES:
            answer.set_cookie(Cookie(COOKIE, value=query["to"], path="/console", max_age=_YEAR_SECONDS, samesite="lax"))
        return answer


def _asked(form: dict[str, str]) -> dict[str, object]:
    """Say what a form asks for as the API takes it."""
    wanted, _, resolution = form.get("act", "").partition(":")
    if wanted == "undo":
        return {"undo": True}
    if wanted == "recommend":
        return {"recommended": {"claim_id": form.get("claim", ""), "reason": form.get("reason", "").strip()}}
    if wanted == "take_off":
        return {"recommended": None}
    body: dict[str, object] = {"status": _STATUSES.get(wanted, wanted)}
    if resolution:
        body["resolution"] = resolution
    if form.get("note", "").strip():
        body["note"] = form["note"].strip()
    return body


async def read_form(request: AnyRequest) -> dict[str, str]:
    """Read the fields of a form; the last of a name counts."""
    if request.content_type[0] != "application/x-www-form-urlencoded":
        raise WrongType("This takes what a form of the console sends: application/x-www-form-urlencoded.")
    body = await request.body()
    try:
        return dict(
            parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
        )
    except ValueError:
        raise Malformed("This is no form of the console: its fields are too many, or no UTF-8.") from None


async def read_upload(request: AnyRequest) -> tuple[dict[str, str], UploadFile | None]:
    """Read a form that brings a file: its fields, the last of a name counting, and the file if one was chosen."""
    if request.content_type[0] != "multipart/form-data":
        raise WrongType("This takes what a form of the console sends: multipart/form-data.")
    form = await request.form()
    files = [one for one in form.getall("file", []) if isinstance(one, UploadFile) and one.filename]
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}, files[-1] if files else None


def _back(fields: dict[str, str]) -> str:
    """Give the page to go back to: one of the console's own, whatever is asked for."""
    address = fields.get("back", "")
    is_ours = address.startswith(_HOME) and "\\" not in address and address.isprintable() and address.isascii()
    return address if is_ours and not urlsplit(address).netloc else _HOME


def go(address: str, answer: Answer | None = None) -> Html:
    """Lead to another page of the console."""
    cookies = [] if answer is None else [value for name, value in answer.headers if name.lower() == b"set-cookie"]
    headers: dict[str, str] = {**HEADERS, "Location": address}
    if cookies:
        headers["Set-Cookie"] = cookies[0].decode("latin-1")
    return Response(b"", status_code=HTTPStatus.SEE_OTHER, headers=headers)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
