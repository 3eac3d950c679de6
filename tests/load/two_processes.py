"""Two processes of the service on one port: `python -m tests.load.two_processes PORT`, with DATABASE_URL set."""

import os
import socket
import sys
from signal import SIGTERM

import uvicorn

from service.app import create_app
from service.parent_death import end_with_parent
from service.server import Running
from service.settings import read_settings

if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=2048)
    parent = os.getpid()
    if os.fork() == 0:
        end_with_parent(parent, SIGTERM)
    uvicorn.Server(Running().config(create_app(read_settings({}), os.environ["DATABASE_URL"]))).run([listener])
