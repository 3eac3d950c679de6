"""The README's commands, run as they stand: only the port, the database and where to listen are the test's own."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.cli.test_serve import Served, data, served  # noqa: F401 - a fixture
from tests.packaging.test_readme import README
from tests.patience import PATIENCE_SECONDS

BLOCKS = [
    "\n".join(line[4:] for line in block.splitlines())
    for block in re.findall(r"(?:^ {4}\S.*\n(?: {4}.*\n)*)", README, re.MULTILINE)
]
GETS = sorted(set(re.findall(r"`GET (/[^`{ ]*)`", README)))
COMMANDS = sorted(set(re.findall(r"`claimdiff ([a-z]+)", README)))


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program that `make install` puts into the environment."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "claimdiff"
    top = Path(__file__).parents[2]
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{top}" exec "{sys.executable}" -m service.cli "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


def surroundings(shell: Path, environment: dict[str, str]) -> dict[str, str]:
    """The environment of a command: the program is found, and nothing is set but what the test sets."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
    return own | {"PATH": f"{shell}{os.pathsep}{os.environ['PATH']}"} | environment


def run(shell: Path, script: str, **environment: str) -> str:
    """Run lines of shell, the first that fails ends it."""
    done = subprocess.run(
        ["sh", "-euc", script],
        env=surroundings(shell, environment),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def listening(shell: Path, server: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`claimdiff listen` for one call, once its endpoint is there: what happens before that is told to nobody."""
    command = ["claimdiff", "listen", "--count", "1", "--server", server]
    around = surroundings(shell, environment)
    with subprocess.Popen(command, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as listener:
        assert listener.stderr is not None
        try:
            assert any(line.startswith("Listening on") for line in listener.stderr), "it ended before it listened"
            yield listener
        finally:
            listener.kill()


def block(start: str) -> str:
    """The one block of commands that has a line beginning so."""
    [found] = [one for one in BLOCKS if any(line.startswith(start) for line in one.splitlines())]
    return found


@pytest.fixture
def newcomer(data: Path) -> Iterator[Served]:  # noqa: F811 - the fixture
    """What `make run` starts."""
    with served("--seeds", CLAIMDIFF_DATA_DIR=str(data), DATABASE_URL="", CLAIMDIFF_WEBHOOK_LOOPBACK="true") as service:
        yield service
        service.end()  # while it takes its database down, that is in the folder


def test_the_first_steps_answer_what_the_page_says(newcomer: Served, shell: Path, data: Path) -> None:  # noqa: F811
    command = block("curl http://127.0.0.1:8000/v1/claims/check").replace("http://127.0.0.1:8000", newcomer.address)
    checked = json.loads(run(shell, command))
    said = re.search(r'"(almost 85 thousand and 62,000 [^"]*)"', README)
    assert said is not None
    assert said[1] in [match["reason"] for match in checked["matches"] if match["verdict"] == "conflict"]
    assert checked["stored"] is False
    for shown in ("World Factbook, December", "Serving on http://", "how far apart"):
        assert shown in README
        assert shown in newcomer.printed
    wrong = {path: code for path in GETS if (code := httpx.get(newcomer.address + path).status_code) != 200}
    assert wrong == {}
    stored = httpx.post(f"{newcomer.address}/v1/claims?matches=conflicting", json=checked_body(command))
    assert stored.status_code == 201
    table = "Zahl,metric,period\n5,losses,2022\n"
    imported = httpx.post(
        f"{newcomer.address}/v1/claims/import?map=Zahl:quantity&fill=source:the ministry",
        content=table,
        headers={"Content-Type": "text/csv"},
    )
    assert json.loads(imported.text)["outcome"] == "stored"
    here = {"CLAIMDIFF_DATA_DIR": str(data), "CLAIMDIFF_SERVER": newcomer.address}
    assert "metric" in run(shell, "claimdiff export claims", **here)
    conflicting = command.replace("/v1/claims/check", "/v1/claims").replace("our reporter", "another")
    with listening(shell, newcomer.address, **here) as listener:
        run(shell, conflicting)
        printed, _ = listener.communicate(timeout=PATIENCE_SECONDS)
    assert "signature valid" in printed


def checked_body(command: str) -> dict[str, str]:
    """The claim that a curl command sends."""
    body: dict[str, str] = json.loads(command.partition("-d '")[2].rpartition("'")[0])
    return body


def test_a_newsrooms_lines_set_it_up(dsn: str, shell: Path) -> None:
    lines = block("export DATABASE_URL").splitlines()
    assert lines[0].startswith("export DATABASE_URL=postgresql://")
    assert lines[-1] == "claimdiff serve --host 0.0.0.0 --workers 4"
    printed = run(shell, "\n".join([f"export DATABASE_URL={dsn}", *lines[1:-1]]))
    key = re.search(r"cdk_\w+", printed)
    assert key is not None
    options = lines[-1].removeprefix("claimdiff serve ").replace("0.0.0.0", "127.0.0.1").split()  # noqa: S104
    with served(*options, DATABASE_URL=dsn) as service:
        answer = httpx.get(f"{service.address}/v1/claims", headers={"Authorization": f"Bearer {key[0]}"})
        assert answer.status_code == 200
        assert httpx.get(f"{service.address}/v1/claims").status_code == 401


def test_every_command_that_is_named_explains_itself(shell: Path) -> None:
    assert len(COMMANDS) >= 4
    run(shell, "\n".join(f"claimdiff {name} --help" for name in COMMANDS))
    assert "CLAIMDIFF_PORT" in run(shell, "claimdiff settings")
    assert run(shell, "claimdiff version").startswith("claimdiff ")


def test_every_module_that_is_named_as_a_command_is_there() -> None:
    named = set(re.findall(r"python -m (tests[\w.]+)", README))
    top = Path(__file__).parents[2]
    places = {name: top / name.replace(".", "/") for name in named}
    assert [
        name
        for name, place in places.items()
        if not place.with_suffix(".py").exists() and not (place / "__main__.py").exists()
    ] == []
