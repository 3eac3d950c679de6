"""The command `claimdiff`: parses arguments, reads the settings, calls what does the work.

Each command lives in a file of its own and is imported when it is called, so that `--help` answers at once.
"""

import importlib
import sys
from typing import Any

import click

from service.errors import ClaimdiffError

COMMANDS = {
    "serve": ("service.cli.serving:serve", "Run the service: the API, the sweep and the webhooks."),
    "load": ("service.cli.loading:load", "Load claims from NDJSON, JSON or CSV files."),
    "unload": ("service.cli.unloading:unload", "Take an upload back whole, or the example claims."),
    "check": ("service.cli.checking:check", "Compare claims with the stored ones, and store nothing."),
    "compare": ("service.cli.comparing:compare", "Print what two tables disagree on; needs no service."),
    "explain": ("service.cli.explaining:explain_", "Show how each part of a claim is read, and why."),
    "read": ("service.cli.reading:read", "Read a text and hold its figures against the stored claims."),
    "export": ("service.cli.exporting:export", "Write the stored claims or conflicts to a file."),
    "listen": ("service.cli.listening:listen", "Print the webhooks that a running service sends, for trying them out."),
    "mcp": ("service.cli.assisting:mcp", "Let assistants check figures, over the Model Context Protocol."),
    "backup": ("service.cli.backing_up:backup", "Write all that is stored to a file."),
    "restore": ("service.cli.backing_up:restore", "Take a backup into an empty database."),
    "keys": ("service.cli.keys:keys", "Make, list and revoke API keys."),
    "migrate": ("service.cli.upkeep:migrate", "Bring the database to this program's version."),
    "settings": ("service.cli.upkeep:settings", "List all settings: meaning, default, value in force."),
    "version": ("service.cli.upkeep:version", "Print the version."),
}
"""Name of the command: where it is, and the line that `claimdiff --help` shows of it."""


class _Lazy(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Say what is wrong in words, without a traceback, when it is an error of ours."""
        try:
            return super().invoke(ctx)
        except ClaimdiffError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """Tell a newsroom the moment two sources report conflicting figures for the same metric and period.

    `claimdiff serve --seeds` runs everything on this machine with example claims, and needs nothing besides. Without
    DATABASE_URL the claims live in an embedded PostgreSQL in your own data folder.
    """


def run() -> None:
    """Run the command of this process's arguments."""
    sys.exit(main())
