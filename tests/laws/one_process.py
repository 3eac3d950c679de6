"""One process of the service for tests: `python -m tests.laws.one_process PORT`, DATABASE_URL in the environment."""

import os
import sys

import uvicorn

from service.app import create_app
from service.cli.protocol import PROTOCOL
from service.settings import read_settings

AS_SERVED = {"http": PROTOCOL, "log_level": "warning", "access_log": False, "server_header": False}
"""What `claimdiff serve` tells its server, but for less to be logged."""

if __name__ == "__main__":
    settings = read_settings({name: value for name, value in os.environ.items() if name.startswith("CLAIMDIFF_")})
    app = create_app(settings, os.environ["DATABASE_URL"])
    uvicorn.run(app, port=int(sys.argv[1]), **AS_SERVED)
