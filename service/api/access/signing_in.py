"""Signing in and out: what browsers exchange a key for."""

from http import HTTPStatus
from typing import Annotated

import structlog
from litestar import Controller, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from service.api.access.authorization import Access, spend
from service.api.access.sessions import LASTS, cookie_name, cookie_of, csrf_of, refuse_forged, refuse_strangers
from service.api.requests import Request
from service.errors import Unauthenticated
from service.storage.audit import AuditRow
from service.storage.sessions import SessionRow


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs in, and with which key."""

    key: Annotated[str, Meta(max_length=200)]
    name: Annotated[str, Meta(max_length=200)]


class Signed(Struct, frozen=True):
    """Who is signed in; what each act shows."""

    name: str | None = None
    key: str | None = None
    scopes: tuple[str, ...] = ()
    csrf: str | None = None


class SigningInController(Controller):
    """The session of a browser."""

    path = "/console/session"
    include_in_schema = False

    @get()
    async def show_session(self, request: Request, access: NamedDependency[Access]) -> Signed:
        """Give who is signed in; nobody is no refusal."""
        token = cookie_of(request.scope)
        if token is None:
            return Signed()
        try:
            refuse_strangers(dict(request.scope["headers"]))
            return _signed(token, await access.sessions.find(token, _peer(request)))
        except Unauthenticated:
            return Signed()

    @post()
    async def sign_in(
        self, data: JSONBody[SignIn], request: Request, access: NamedDependency[Access]
    ) -> Response[Signed]:
        """Exchange a key and a name for a session. An old session of the browser ends."""
        refuse_strangers(dict(request.scope["headers"]))
        token, session = await access.sessions.begin(data.key.strip(), data.name, _peer(request))
        await spend(access, request.scope, session.key)
        await _end_former(access, cookie_of(request.scope), _peer(request))
        await _note(access, session, "sign_in")
        cookie = _cookie(request.scope["scheme"], token, int(LASTS.total_seconds()))
        return Response(_signed(token, session), status_code=HTTPStatus.CREATED, cookies=[cookie])

    @delete(status_code=HTTPStatus.OK)
    async def sign_out(self, request: Request, access: NamedDependency[Access]) -> Response[Signed]:
        """End the session, if there still is one; the browser forgets the cookie."""
        headers = dict(request.scope["headers"])
        refuse_strangers(headers)
        token = cookie_of(request.scope)
        if token is not None:
            refuse_forged("DELETE", headers, token)
            await _end_former(access, token, _peer(request))
        return Response(Signed(), cookies=[_cookie(request.scope["scheme"], "", 0)])


async def _end_former(access: Access, token: str | None, peer: str) -> None:
    try:
        session = await access.sessions.find(token, peer) if token else None
    except Unauthenticated:
        return
    if session is not None:
        await access.sessions.end(session)
        await _note(access, session, "sign_out")


async def _note(access: Access, session: SessionRow, act: str) -> None:
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    row = AuditRow(
        at=access.clock(),
        actor=session.actor,
        key_id=session.key.id,
        act=act,
        target="/console/session",
        status=HTTPStatus.OK,
        request_id=request_id,
    )
    await access.journal.note(row)


def _signed(token: str, session: SessionRow) -> Signed:
    return Signed(session.person, session.key.name, session.key.scopes, csrf_of(token))


def _cookie(scheme: str, value: str, seconds: int) -> Cookie:
    return Cookie(
        cookie_name(scheme),
        value=value,
        max_age=seconds,
        path="/",
        httponly=True,
        secure=scheme == "https",
        samesite="lax",
    )


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""
