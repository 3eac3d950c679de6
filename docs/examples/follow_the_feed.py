"""Follow the event feed by its cursor: kept in a file, it goes on where it ended. Ends when there is nothing new."""

import json
import os
import sys
import urllib.parse
import urllib.request
from pathlib import Path

SERVER = os.environ.get("CLAIMDIFF_SERVER", "http://127.0.0.1:8000")
KEY = os.environ.get("CLAIMDIFF_KEY")
PLACE = Path(sys.argv[1] if len(sys.argv) > 1 else "feed.cursor")


def page_after(cursor: str | None) -> dict:
    """Read the next page; without a cursor from the very first event."""
    query = urllib.parse.urlencode({"limit": 100} | ({"cursor": cursor} if cursor else {}))
    headers = {"Authorization": f"Bearer {KEY}"} if KEY else {}
    with urllib.request.urlopen(urllib.request.Request(f"{SERVER}/v1/events?{query}", headers=headers)) as answer:
        return json.load(answer)


cursor = PLACE.read_text() if PLACE.exists() else None
while True:
    page = page_after(cursor)
    for event in page["items"]:
        print(event["type"], event["timestamp"], event["data"].get("reason", ""))
    cursor = page["next"]
    PLACE.write_text(cursor)  # only when the events are dealt with
    if not page["items"]:
        break
