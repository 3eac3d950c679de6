"""The form for a single claim as the service writes it: without a script it is checked, then stored, by its buttons."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, MediaType, get, post

from service.claim import Status
from service.console.acts import AnyRequest, Html, go, read_form
from service.console.asking import Answer, act
from service.console.rendering import page
from service.reading import LANGUAGES

FIELDS = (
    ("source", 500),
    ("metric", 500),
    ("quantity", 200),
    ("period", 200),
    ("subject", 500),
    ("place", 200),
    ("claimant", 500),
    ("quote", 5000),
    ("url", 2000),
    ("published_at", 40),
    ("unit", 500),
)
"""In the order of the page, with the longest text of each."""
REQUIRED = frozenset({"source", "metric", "quantity"})
_CHOICES = {"language": ("", *sorted(LANGUAGES)), "status": tuple(one.value for one in Status)}
_STORE = "store"


class EntryController(Controller):
    """The page for a single claim."""

    path = "/console/claims/new"
    include_in_schema = False

    @get(media_type=MediaType.HTML)
    async def show_form(self, request: AnyRequest) -> Html:
        """Show the empty form; a script draws its own in its place."""
        return await _show(request, {})

    @post(media_type=MediaType.HTML)
    async def take(self, request: AnyRequest) -> Html:
        """Say what stands against a claim; or store it, and go to its dispute."""
        form = await read_form(request)
        stores = form.get("act") == _STORE
        path = "/v1/claims" if stores else "/v1/claims/check"
        answer = await act(request, "POST", path, _claim(form), form.get("csrf", ""))
        if not answer.is_refusal and stores and answer.json()["dispute"]:
            return go(f"/console/disputes/{answer.json()['dispute']['id']}")
        return await _show(request, form, answer, is_stored=stores)


def _claim(form: Mapping[str, str]) -> dict[str, object]:
    given = {name: form.get(name, "").strip() for name in (*(name for name, _ in FIELDS), *_CHOICES)}
    return {name: text for name, text in given.items() if text}


async def _show(
    request: AnyRequest, form: Mapping[str, str], answer: Answer | None = None, *, is_stored: bool = False
) -> Html:
    refused = answer is not None and answer.is_refusal
    told: dict[str, Any] | None = answer.json() if answer is not None and not refused else None
    errors = answer.json().get("errors") or [] if answer is not None and refused else []
    wrong = {str(one["pointer"]).strip("/").partition("/")[0]: one for one in errors if one.get("pointer")}
    return await page(
        request,
        "entry.html",
        status=answer.status if answer is not None and refused else 200,
        kind="claims",
        problem=answer.detail() if answer is not None and refused and not wrong else None,
        fields=FIELDS,
        required=REQUIRED,
        choices=_CHOICES,
        given={} if told is not None and is_stored else form,
        wrong=wrong,
        answer=told,
        is_stored=is_stored,
    )
