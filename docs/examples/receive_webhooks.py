"""Register a receiver for new conflicts, verify what it is sent, print it. `receive_webhooks.py 9000 1`: one only."""

import json
import os
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SERVER = os.environ.get("CLAIMDIFF_SERVER", "http://127.0.0.1:8000")
KEY = os.environ.get("CLAIMDIFF_KEY")


def register(url: str) -> str:
    """Give the secret of a new endpoint; it is shown this once."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {KEY}"} if KEY else {})
    request = urllib.request.Request(f"{SERVER}/v1/webhooks", json.dumps({"url": url}).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["secret"]


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 to what the service has signed, 400 to anything else."""

    secret: str
    seen: ClassVar[set[str]] = set()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            event = Webhook(self.secret).verify(body, dict(self.headers))
        except WebhookVerificationError:
            self.send_response(400)
        else:
            if self.headers["webhook-id"] not in self.seen:  # what comes twice carries the same id
                self.seen.add(self.headers["webhook-id"])
                print(event["type"], event["data"].get("reason", ""), flush=True)
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
wanted = int(sys.argv[2]) if sys.argv[2:] else None
with HTTPServer(("127.0.0.1", port), Receiver) as server:
    Receiver.secret = register(f"http://127.0.0.1:{server.server_port}/hook")
    print("registered", flush=True)
    while wanted is None or len(Receiver.seen) < wanted:
        server.handle_request()
