"""The embedded server: started, joined, killed, started again. Each test has a data folder of its own."""

import asyncio
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import asyncpg
import pytest

from service.storage.embedded import (
    EmbeddedServerError,
    cache_megabytes,
    embedded_server,
    memory_bytes,
    start_embedded_server,
    usable_folder,
)
from service.storage.watching import watched_server
from tests.patience import PATIENCE_SECONDS

FAST = ("fsync=off", "shared_buffers=16MB")
OWNER = """
import sys
from pathlib import Path
from service.storage.embedded import embedded_server
with embedded_server(Path(sys.argv[1]), ("fsync=off", "shared_buffers=16MB")) as server:
    print(int(server.is_owner), server.dsn, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that PostgreSQL's user can enter, also when the tests run as root, and short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="claimdiff-test-"))
    folder.chmod(0o755)
    yield folder / "data"
    rmtree(folder)


def start_owner(data: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def told_by(process: "subprocess.Popen[str]") -> tuple[bool, str]:
    assert process.stdout
    is_owner, dsn = process.stdout.readline().split()
    return is_owner == "1", dsn


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate("")
    assert process.returncode == 0


def ask(dsn: str, query: str) -> object:
    async def fetch() -> object:
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(fetch())


def test_data_is_kept_from_one_start_to_the_next(data: Path) -> None:
    with embedded_server(data, FAST) as server:
        ask(server.dsn, "create table kept as select 85000 as figure")
    with embedded_server(data, FAST) as server:
        assert ask(server.dsn, "select figure from kept") == 85000


def test_it_ends_with_the_block_and_listens_on_no_network_address(data: Path) -> None:
    with embedded_server(data, FAST) as server:
        assert ask(server.dsn, "show listen_addresses") == ""
        assert server.process is not None
    assert server.process.poll() == 0


def test_a_second_process_joins_the_running_server(data: Path) -> None:
    owner = start_owner(data)
    assert told_by(owner)[0]
    with embedded_server(data, FAST) as joined:
        assert not joined.is_owner
        assert ask(joined.dsn, "select 1") == 1
    finish(owner)


def test_of_two_starts_at_once_on_an_empty_folder_one_owns_the_server_and_both_reach_it(data: Path) -> None:
    processes = [start_owner(data), start_owner(data)]
    told = [told_by(process) for process in processes]
    assert sorted(is_owner for is_owner, _ in told) == [False, True]
    assert [ask(dsn, "select 1") for _, dsn in told] == [1, 1]
    for _, process in sorted(zip(told, processes, strict=True), key=lambda one: one[0][0]):
        finish(process)


def test_kill_9_of_the_owner_ends_the_server_too_and_the_next_start_finds_what_was_committed(data: Path) -> None:
    owner = start_owner(data)
    _, dsn = told_by(owner)
    ask(dsn, "create table kept as select 62000 as figure")
    owner.kill()
    owner.communicate()
    with embedded_server(data, FAST) as server:
        assert server.is_owner
        assert ask(server.dsn, "select figure from kept") == 62000


def test_kill_9_of_the_server_itself_loses_nothing_committed(data: Path) -> None:
    with embedded_server(data, FAST) as server:
        ask(server.dsn, "create table kept as select 1 as figure")
        assert server.process
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    with embedded_server(data, FAST) as server:
        assert ask(server.dsn, "select figure from kept") == 1


def test_a_set_up_that_was_cut_off_is_begun_anew(data: Path) -> None:
    (data / "postgres.unfinished").mkdir(parents=True)
    (data / "postgres.unfinished" / "half").write_text("made")
    with embedded_server(data, FAST) as server:
        assert ask(server.dsn, "select 1") == 1


def test_a_folder_with_a_very_long_name_is_no_obstacle(data: Path) -> None:
    with embedded_server(data.parent / ("long" * 30), FAST) as server:
        assert ask(server.dsn, "select 1") == 1


def test_the_folder_is_private(data: Path) -> None:
    with embedded_server(data, FAST):
        assert data.stat().st_mode & 0o077 == 0
        assert (data / "password").stat().st_mode & 0o077 == 0


def test_a_cluster_that_cannot_start_is_explained_with_its_log(data: Path) -> None:
    with pytest.raises(EmbeddedServerError, match=r"(?s)Its log.*no_such_setting"):
        start_embedded_server(data, ("no_such_setting=1",))


@pytest.mark.skipif(os.geteuid() != 0, reason="a normal user's own folder is always usable")
def test_root_with_a_private_home_gets_the_systems_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    open_to_all = Path(tempfile.gettempdir()) / "claimdiff-nowhere"
    assert usable_folder(closed / "claimdiff", Path("/var/lib/claimdiff")) == Path("/var/lib/claimdiff")
    assert usable_folder(open_to_all, Path("/var/lib/claimdiff")) == open_to_all


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_root_runs_the_server_as_another_user(data: Path) -> None:
    with embedded_server(data, FAST) as server:
        assert server.process
        status = Path(f"/proc/{server.process.pid}/status").read_text()
    user = next(line.split()[1] for line in status.splitlines() if line.startswith("Uid:"))
    assert pwd.getpwuid(int(user)).pw_name in {"postgres", "nobody"}


def test_a_watched_server_that_is_killed_is_started_again_with_all_that_was_committed(data: Path) -> None:
    with watched_server(data) as server:
        ask(server.dsn, "create table kept as select 1 as one")
        for _ in range(2):
            pid = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
            until = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < until:
                try:
                    assert ask(server.dsn, "select one from kept") == 1
                    break
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    time.sleep(0.05)
            assert int((data / "postgres" / "postmaster.pid").read_text().split()[0]) != pid
    with pytest.raises((OSError, asyncpg.PostgresError)):
        ask(server.dsn, "select 1")


@pytest.mark.parametrize(
    ("memory", "megabytes"), [(None, 128), (512 * 2**20, 128), (8 * 2**30, 1024), (256 * 2**30, 2048)]
)
def test_its_cache_is_an_eighth_of_the_memory_within_bounds(memory: int | None, megabytes: int) -> None:
    assert cache_megabytes(memory) == megabytes


def test_the_memory_of_this_machine_is_told() -> None:
    memory = memory_bytes()
    assert memory is None or memory > 64 * 2**20
