"""Store two claims of two sources and read the conflict that they raise; run twice, it stores nothing twice."""

import json
import os
import urllib.request

SERVER = os.environ.get("CLAIMDIFF_SERVER", "http://127.0.0.1:8000")
KEY = os.environ.get("CLAIMDIFF_KEY")

SHARED = {"metric": "death toll", "subject": "Typhoon Haiyan", "place": "Philippines", "period": "as of 2013-11-14"}


def store(source: str, quantity: str) -> dict:
    """POST one claim. The caller's own id makes it safe to send it again."""
    body = json.dumps({**SHARED, "source": source, "quantity": quantity, "external_id": f"haiyan/{source}"}).encode()
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {KEY}"} if KEY else {})
    request = urllib.request.Request(f"{SERVER}/v1/claims", body, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


store("national council", "2,357")
stored = store("united nations", "4,460")
for conflict in stored["conflicts"]:
    print(conflict["severity"], conflict["reason"], sep=": ")
