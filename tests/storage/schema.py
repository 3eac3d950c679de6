"""The database as all migrations together make it: `python -m tests.storage.schema > sql/schema.sql`."""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from service.storage.embedded import embedded_server, find_binaries
from service.storage.migrations import migrate

HEAD = "-- What the migrations make together, to be read and reviewed; never run. Written by `make db`.\n\n"
_NOISE = re.compile(r"^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict .*|\s*)\n", re.MULTILINE)


def dump_schema(dsn: str) -> str:
    """Give a database's tables, indexes, functions and triggers as SQL, without what differs from server to server."""
    command = [str(find_binaries() / "pg_dump"), "--schema-only", "--no-owner", "--no-privileges", "--dbname", dsn]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    text = _NOISE.sub("", text).replace("public.", "").rstrip()
    return HEAD + re.sub(r";\n(?=[A-Z])", ";\n\n", text) + "\n"


def main() -> None:
    """Print the schema of a database that is made for it."""
    with tempfile.TemporaryDirectory(prefix="claimdiff-schema-") as folder:
        Path(folder).chmod(0o755)
        with embedded_server(Path(folder) / "data") as server:
            asyncio.run(migrate(server.dsn))
            sys.stdout.write(dump_schema(server.dsn))


if __name__ == "__main__":
    main()
