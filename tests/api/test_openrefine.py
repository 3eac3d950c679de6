"""OpenRefine itself, as Debian packages it: a column of a project is matched through the Reconciliation API."""

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx import AsyncClient as Client

from tests.access.conftest import MakeKey, make_key  # noqa: F401 - a fixture
from tests.api.test_reconciliation import filled  # noqa: F401 - a fixture
from tests.patience import PATIENCE_SECONDS
from tests.tools import tool

STARTS_SECONDS, MATCHES_SECONDS = 120, 60
COLUMN = "outlet,figure\nReuters,5\nthe guardian,6\nAgence France Pres,7\nNobody Known,8\n"


class OpenRefine:
    """A running OpenRefine, through the commands that its own pages use."""

    def __init__(self, http: Client) -> None:
        self._http = http

    async def command(self, name: str, **said: Any) -> Any:
        """Read something."""
        return (await self._http.get(f"/command/core/{name}", params=said)).json()

    async def do(self, name: str, files: Any = None, **said: Any) -> httpx.Response:
        """Change something, with the token that it asks for."""
        token = (await self.command("get-csrf-token"))["token"]
        address = f"/command/core/{name}"
        if files:
            return await self._http.post(address, params={"csrf_token": token}, data=said, files=files)
        return await self._http.post(address, data=said | {"csrf_token": token})


@pytest.fixture
async def refine(tmp_path: Path) -> AsyncIterator[OpenRefine]:
    program = tool("openrefine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("-i", "127.0.0.1", "-p", str(port), "-d", str(tmp_path / "projects"), "-x", "refine.headless=true")
    with (tmp_path / "openrefine.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program,
            *options,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=os.environ | {"TMPDIR": str(tmp_path)},
        )
        try:
            async with Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as http:
                running = OpenRefine(http)
                await _until_it_answers(running, process, tmp_path / "openrefine.log")
                yield running
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            await process.wait()


async def _until_it_answers(running: OpenRefine, process: asyncio.subprocess.Process, log: Path) -> None:
    async with asyncio.timeout(STARTS_SECONDS):
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await running.command("get-version"))["version"]:
                    return
            assert process.returncode is None, await asyncio.to_thread(log.read_text)
            await asyncio.sleep(0.2)


async def test_openrefine_matches_a_column_with_sources(
    filled: Client,  # noqa: F811
    refine: OpenRefine,
    make_key: MakeKey,  # noqa: F811
) -> None:
    """It takes connections itself, as a proxy does, and sends no header: it shows a key in the address."""
    service = str(filled.base_url.join(f"/v1/reconcile/sources?key={await make_key('read')}"))
    project = await _project(refine)
    manifest = (await filled.get(service)).json()
    guessed = await refine.do("guess-types-of-column", project=project, columnName="outlet", service=service)
    assert guessed.json()["code"] == "ok", guessed.text
    config = {
        "mode": "standard-service",
        "service": service,
        "identifierSpace": manifest["identifierSpace"],
        "schemaSpace": manifest["schemaSpace"],
        "type": None,
        "autoMatch": True,
        "columnDetails": [],
        "limit": 0,
    }
    rows = json.dumps({"facets": [], "mode": "row-based"})
    said = {"project": project, "columnName": "outlet", "config": json.dumps(config), "engine": rows}
    started = await refine.do("reconcile", **said)
    assert started.json()["code"] in {"ok", "pending"}, started.text
    async with asyncio.timeout(MATCHES_SECONDS):
        while (await refine.command("get-processes", project=project))["processes"]:
            await asyncio.sleep(0.1)
    matched = await _matched(refine, project)
    assert {name: found["name"] for name, found in matched.items() if found["name"]} == {
        "Reuters": "Reuters",
        "the guardian": "The Guardian",
    }
    assert matched["Agence France Pres"]["best"] == "Agence France-Presse"
    assert matched["Nobody Known"]["best"] is None
    for name, found in matched.items():
        if found["id"]:
            view = manifest["view"]["url"].replace("{{id}}", found["id"])
            assert (await filled.get(view)).status_code == 200, name


async def _project(refine: OpenRefine) -> str:
    made = await refine.do(
        "create-project-from-upload",
        files={"project-file": ("outlets.csv", COLUMN.encode(), "text/csv")},
        **{"project-name": "outlets", "format": "text/line-based/*sv", "options": json.dumps({"separator": ","})},
    )
    assert made.status_code == 302, made.text
    return httpx.URL(made.headers["location"]).params["project"]


async def _matched(refine: OpenRefine, project: str) -> dict[str, dict[str, str | None]]:
    """Give, for each cell of the first column, what it was matched with."""
    told_of = {"said": "value", "id": "recon.match.id", "name": "recon.match.name", "best": "recon.best.name"}
    fields = (f'"{name}": {{{{jsonize(cells["outlet"].{path})}}}}' for name, path in told_of.items())
    template = f"{{{', '.join(fields)}}}"
    told = await refine.do(
        "export-rows", project=project, format="template", template=template, prefix="[", suffix="]", separator=","
    )
    return {one["said"]: one for one in told.json()}
