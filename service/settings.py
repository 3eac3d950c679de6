"""Settings: the environment, read once into one frozen value. A mistyped variable stops the start."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from service.errors import ClaimdiffError

PREFIX = "CLAIMDIFF_"
DATABASE_URL = "DATABASE_URL"
_SECRETS = frozenset({"database_url", "key", "listen_url", "read_url", "smtp_url"})
_SHOWN_CHARACTERS = 60
NOT_SETTINGS = frozenset({"CLAIMDIFF_POSTGRES_BIN"})
"""Read where it is needed, before there are settings."""


class SettingsError(ClaimdiffError):
    """A setting is unknown or has a value that it cannot take; the message says which and what it takes."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set. Each is named CLAIMDIFF_… in the environment, but for DATABASE_URL."""

    database_url: Annotated[
        str | None, Meta(description="A PostgreSQL 15 or newer; without it the embedded one.", extra={"secret": True})
    ] = None
    data_dir: Annotated[
        str | None, Meta(description="Where the embedded database lives; a folder of the user's by default.")
    ] = None
    host: Annotated[str, Meta(description="Address to listen on; open to the network needs API keys.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")] = 8000
    workers: Annotated[int, Meta(ge=1, le=64, description="Processes that answer requests.")] = 1
    keyless: Annotated[
        bool,
        Meta(
            description="On loopback with the embedded database, programs of the same user need no key; false: all do."
        ),
    ] = True
    public_url: Annotated[
        Annotated[str, Meta(pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$")] | None,
        Meta(
            description="Where people reach the service, as https://claims.example; Slack, Teams and feeds link to it.",
        ),
    ] = None
    trusted_proxies: Annotated[
        str,
        Meta(description="Proxies whose X-Forwarded-For tells who asks, comma-separated, as 127.0.0.1,10.1.0.0/16."),
    ] = ""
    connections: Annotated[
        int, Meta(ge=8, le=100_000, description="Open connections at once; more are refused, or the idlest ended.")
    ] = 1000
    idle_seconds: Annotated[
        float, Meta(gt=0, le=3600, description="How long a connection may be idle before it is ended.")
    ] = 75.0
    head_seconds: Annotated[
        float, Meta(gt=0, le=600, description="How long the head of a request may take to arrive.")
    ] = 10.0
    grace_seconds: Annotated[
        float, Meta(ge=2, le=600, description="Within which it ends when it is told to; half of it is for requests.")
    ] = 20.0
    server: Annotated[str | None, Meta(description="A running service that `load`, `check` and `export` talk to.")] = (
        None
    )
    key: Annotated[str | None, Meta(description="The API key that they show it.", extra={"secret": True})] = None
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="The least severe log line that is written.")
    ] = "info"
    pool_size: Annotated[int, Meta(ge=2, le=200, description="Database connections of each process.")] = 8
    acquire_seconds: Annotated[
        float, Meta(gt=0, le=600, description="How long a request waits for a connection before it is answered 503.")
    ] = 5.0
    statement_seconds: Annotated[
        float, Meta(gt=0, le=3600, description="How long a statement may take before it is stopped.")
    ] = 30.0
    listen_url: Annotated[
        str | None,
        Meta(
            description="The database's own address where DATABASE_URL is a pooler's: new events are heard of at once.",
            extra={"secret": True},
        ),
    ] = None
    read_url: Annotated[
        str | None,
        Meta(
            description="A replica that lists and exports are read from; while it is away, DATABASE_URL serves them.",
            extra={"secret": True},
        ),
    ] = None
    statement_cache: Annotated[
        bool, Meta(description="Set to false behind a pooler that shares sessions between transactions.")
    ] = True
    webhook_allow_http: Annotated[
        bool, Meta(description="Let webhooks go to plain http:// addresses, for receivers inside your own network.")
    ] = False
    webhook_networks: Annotated[
        str, Meta(description="Private networks that webhooks may call, comma-separated, as 10.1.0.0/16,::1/128.")
    ] = ""
    webhook_loopback: Annotated[
        bool, Meta(description="Let webhooks go to programs on this machine, also by http://, for trying them out.")
    ] = False
    smtp_url: Annotated[
        Annotated[str, Meta(pattern=r"^smtps?://[^/?#\s]+/?$")] | None,
        Meta(
            description="The server that takes e-mail for endpoints such as mailto:desk@paper.example, as smtps://user:password@mail.example:465.",
            extra={"secret": True},
        ),
    ] = None
    mail_from: Annotated[
        Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$")] | None, Meta(description="Whom e-mail comes from.")
    ] = None
    mail_minutes: Annotated[
        int, Meta(ge=0, le=1440, description="E-mail gathers events for so many minutes; 0: each is sent at once.")
    ] = 60
    quiet_hours: Annotated[
        str,
        Meta(description="No e-mail and no message to Slack or Teams then, as 22:00-07:00 Europe/Berlin; they wait."),
    ] = ""
    time_zone: Annotated[
        str,
        Meta(description='The desk\'s, as Europe/Berlin: of "yesterday" and moments in the console, of digests.'),
    ] = ""
    cors_origins: Annotated[
        str,
        Meta(description="Web pages of these origins may call the API, comma-separated, as https://desk.example."),
    ] = ""
    requests_per_minute: Annotated[
        int,
        Meta(ge=0, le=1_000_000_000, description="What each API key may send, if it has no limit of its own; 0: any."),
    ] = 6000
    body_seconds: Annotated[
        float, Meta(gt=0, le=3600, description="How long a request's body is waited for when less than 1 kB/s comes.")
    ] = 30.0
    events_days: Annotated[
        int, Meta(ge=0, le=36_500, description="Events and their deliveries are removed after so many days; 0: never.")
    ] = 90
    history_days: Annotated[
        int, Meta(ge=0, le=36_500, description="Steps in the history of conflicts are, too, if it is set; 0: never.")
    ] = 0
    audit_days: Annotated[
        int, Meta(ge=0, le=36_500, description="Lines of the audit log are, too, if it is set; 0: never.")
    ] = 0
    past_days: Annotated[
        int, Meta(ge=0, le=36_500, description="How far back `known_on` goes, in days; 0: to where it was first kept.")
    ] = 0
    max_body_bytes: Annotated[
        int, Meta(ge=1024, le=100_000_000, description="Largest request body; a batch may be longer, by the line.")
    ] = 1_000_000


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        environment: Where from; the process's environment by default.

    Raises:
        SettingsError: A variable with our prefix is no setting, or a value does not fit.
    """
    environment = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in NOT_SETTINGS
    }
    if unknown := sorted(given.keys() - set(Settings.__struct_fields__)):
        near = get_close_matches(unknown[0], Settings.__struct_fields__, 1)
        hint = f" Did you mean {PREFIX}{near[0].upper()}?" if near else ""
        raise SettingsError(f"{PREFIX}{unknown[0].upper()} is no setting.{hint} `claimdiff settings` lists them all.")
    if url := environment.get(DATABASE_URL):
        given["database_url"] = url
    try:
        return msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(_misfit(error, given)) from None


def _misfit(error: msgspec.ValidationError, given: Mapping[str, str]) -> str:
    """Name the variable, what it holds and what it takes; a secret's value is not shown."""
    problem, _, path = str(error).partition(" - at `$.")
    name = path.strip("`").partition(".")[0]
    value = "…" if name in _SECRETS else given.get(name, "")[:_SHOWN_CHARACTERS]
    problem = problem.replace("`int`, got `str`", "a whole number").replace("`float`, got `str`", "a number")
    return f"{variable_of(name)}={value} is not possible: {problem}. `claimdiff settings` tells what each one takes."


class Described(Struct, frozen=True):
    """A setting as `claimdiff settings` and the README show it."""

    variable: str
    meaning: str
    default: str
    value: str


def describe_settings(settings: Settings) -> list[Described]:
    """Give all settings with their values in force; of secrets only whether they are set."""
    return [_described(field, getattr(settings, field.name)) for field in msgspec.structs.fields(Settings)]


def _described(field: msgspec.structs.FieldInfo, value: object) -> Described:
    annotated = msgspec.inspect.type_info(field.type)
    extra = annotated.extra or {} if isinstance(annotated, msgspec.inspect.Metadata) else {}
    schema = annotated.extra_json_schema or {} if isinstance(annotated, msgspec.inspect.Metadata) else {}
    shown = "set, hidden" if extra.get("secret") and value is not None else _shown(value)
    return Described(variable_of(field.name), schema.get("description", ""), _shown(field.default), shown)


def variable_of(name: str) -> str:
    """Give the environment variable of a setting."""
    return DATABASE_URL if name == "database_url" else f"{PREFIX}{name.upper()}"


def _shown(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case _:
            return f"{value:g}" if isinstance(value, float) else str(value)


def default_data_dir(environment: Mapping[str, str] | None = None) -> Path:
    """Give the folder of the user's data by the XDG convention."""
    environment = os.environ if environment is None else environment
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "claimdiff"
