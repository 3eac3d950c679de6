"""Requests with `fields=summary` are led to the operation that answers in a line each."""

import re
from typing import Any

_SUMMARISED = re.compile(r"/v1/(?:claims|conflicts|disputes)(?:/[0-9a-f]{8}-[0-9a-f-]{27})?", re.IGNORECASE)
_WANTED, _WHOLE = "fields=summary", "fields=full"


def lead_to_summary(scope: Any) -> None:
    """Lead a request with `fields=summary` to the operation that answers so; the document shows that one.

    Two shapes of one answer would be one type of both to clients that are generated of the document, and break them.
    """
    query = scope["query_string"].decode("latin-1")
    if scope.get("method") != "GET" or "fields=" not in query or not _SUMMARISED.fullmatch(scope["path"]):
        return
    parts = query.split("&")
    if _WANTED in parts or _WHOLE in parts:
        scope["query_string"] = "&".join(one for one in parts if one not in (_WANTED, _WHOLE)).encode("latin-1")
    if _WANTED in parts and _WHOLE not in parts:
        scope["path"] += "/summary" if scope["path"].count("/") > 2 else "/summaries"  # noqa: PLR2004 - /v1/claims/ID
        scope["raw_path"] = scope["path"].encode()
