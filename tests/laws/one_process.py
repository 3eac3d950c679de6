"""One process of the service for tests: `python -m tests.laws.one_process PORT`, DATABASE_URL in the environment."""

import os
import sys

import uvicorn

from service.app import create_app
from service.server import Running
from service.settings import read_settings

if __name__ == "__main__":
    settings = read_settings({name: value for name, value in os.environ.items() if name.startswith("CLAIMDIFF_")})
    app = create_app(settings, os.environ["DATABASE_URL"])
    uvicorn.Server(Running().config(app, port=int(sys.argv[1]))).run()
