"""Two processes of the service on one port: `python -m tests.load.two_processes PORT`, with DATABASE_URL set."""

import os
import sys
from typing import Any

import uvicorn

from service.app import create_app
from service.settings import read_settings
from tests.laws.one_process import AS_SERVED


def create() -> Any:
    """Build the application of one of them."""
    return create_app(read_settings({}), os.environ["DATABASE_URL"])


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run("tests.load.two_processes:create", factory=True, workers=2, port=port, **AS_SERVED)
