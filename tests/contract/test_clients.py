"""Clients, generated from the document as it is committed, used as they come against the running service.

Each does the same: adds an endpoint, stores claims, reads and changes a conflict, pages through a list, is refused
with a typed problem, reads the event feed, and verifies the call of a webhook with what its language has for that.
"""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.contract.conftest import World
from tests.contract.document import COMMITTED
from tests.tools import node_modules, openapi_generator, tool

HERE = Path(__file__).parent
USERS = HERE / "users"
DONE = {
    "stored": True,
    "claims": 5,
    "pages": 3,
    "batch": 3,
    "severity": "major",
    "percent": "36",
    "sources": ["alpha wire", "beta news"],
    "changed": "acknowledged",
    "stale": "/problems/stale",
    "problem": [422, "/problems/unreadable", "/quantity"],
    "events": ["conflict.created", "conflict.created"],
    "webhook": ["conflict.created", "major", "forged one refused"],
}


async def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a program to its end and give what it printed."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        cwd=folder,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, said = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0, (printed + said).decode()
    return printed.decode()


async def use(*command: str | Path, folder: Path, world: World, **environment: str) -> Any:
    """Run a user of a generated client and give what it did."""
    arguments = (world.service, world.key, world.receiver)
    printed = await run(*command, *arguments, folder=folder, **environment)
    return json.loads(printed.splitlines()[-1])


async def test_openapi_python_client(world: World, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("openapi-python-client")
    config = HERE / "openapi-python-client.yaml"
    options = (
        "--meta",
        "none",
        "--config",
        config,
        "--output-path",
        tmp_path / "claimdiff_client",
        "--fail-on-warning",
    )
    quiet = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    await run(program, "generate", "--path", COMMITTED, *options, folder=tmp_path, PATH=quiet)
    did = await use(sys.executable, USERS / "python_user.py", folder=tmp_path, world=world, PYTHONPATH=str(tmp_path))
    assert did == DONE


async def test_openapi_typescript_with_openapi_fetch(world: World, tmp_path: Path) -> None:
    programs = script_folder(tmp_path, "openapi_fetch.ts")
    await run(programs / "openapi-typescript", COMMITTED, "--output", tmp_path / "schema.d.ts", folder=tmp_path)
    await run(programs / "tsc", "--project", tmp_path, folder=tmp_path)
    assert await use(tool("node"), tmp_path / "built" / "openapi_fetch.js", folder=tmp_path, world=world) == DONE


async def test_hey_api(world: World, tmp_path: Path) -> None:
    programs = script_folder(tmp_path, "hey_api.ts", "hey_api.config.mjs")
    shutil.copy(COMMITTED, tmp_path)
    await run(programs / "openapi-ts", "--file", "hey_api.config.mjs", "--no-log-file", folder=tmp_path)
    await run(programs / "tsc", "--project", tmp_path, folder=tmp_path)
    assert await use(tool("node"), tmp_path / "built" / "hey_api.js", folder=tmp_path, world=world) == DONE


def script_folder(folder: Path, *files: str) -> Path:
    """Lay out a project with the installed packages; gives the folder of their programs."""
    packages = node_modules()
    (folder / "node_modules").symlink_to(packages)
    (folder / "package.json").write_text('{"type": "module"}')
    for name in (*files, "tsconfig.json"):
        shutil.copy(USERS / name, folder)
    return packages / ".bin"


async def test_openapi_generator_for_java(world: World, tmp_path: Path) -> None:
    """The generator's own jar holds Jackson, which the generated client needs."""
    jar, user = openapi_generator(), USERS / "java"
    properties = "openApiNullable=false,hideGenerationTimestamp=true,useSingleRequestParameter=true"
    options = ("--library", "native", "--additional-properties", properties)
    parts = (
        "apis=Claims:Conflicts:Events:Webhooks,models,supportingFiles"  # other APIs need one more library, for forms
    )
    quiet = ("--global-property", f"{parts},apiTests=false,modelTests=false,apiDocs=false,modelDocs=false")
    generate = ("-jar", jar, "generate", "-i", COMMITTED, "-g", "java", "-o", "client", *options, *quiet)
    await run(tool("java"), *generate, folder=tmp_path)
    sources = [*(tmp_path / "client/src/main/java").rglob("*.java"), *user.rglob("*.java")]
    (tmp_path / "sources").write_text("\n".join(map(str, sources)))
    await run(tool("javac"), "-nowarn", "-d", "built", "-cp", jar, "@sources", folder=tmp_path)
    classes = f"built{os.pathsep}{jar}"
    did = await use(tool("java"), "-cp", classes, "JavaUser", folder=tmp_path, world=world)
    assert did == DONE


async def test_openapi_generator_for_go(world: World, tmp_path: Path) -> None:
    """It needs no module of others; all that was generated is compiled."""
    properties = "packageName=claimdiff,withGoMod=false"
    parts = "apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"
    options = ("--additional-properties", properties, "--global-property", parts)
    generate = ("-jar", openapi_generator(), "generate", "-i", COMMITTED, "-g", "go", "-o", "claimdiff", *options)
    await run(tool("java"), *generate, folder=tmp_path)
    (tmp_path / "go.mod").write_text("module user\n\ngo 1.19\n")
    shutil.copy(USERS / "go" / "main.go", tmp_path)
    quiet = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOCACHE": str(tmp_path / "cache")}
    await run(tool("go"), "build", "-o", "user", ".", folder=tmp_path, **quiet)
    assert await use(tmp_path / "user", folder=tmp_path, world=world) == DONE
