"""Send a text with the readings of an extractor of your own, here a recorded file; see which of them it bears out."""

import json
import os
import urllib.request
from pathlib import Path

SERVER = os.environ.get("CLAIMDIFF_SERVER", "http://127.0.0.1:8000")
KEY = os.environ.get("CLAIMDIFF_KEY")
HERE = Path(__file__).parent

# A language model, say, would be asked here: give each figure of the text as it stands, what it measures, and of whom.
proposals = json.loads((HERE / "proposals.json").read_text(encoding="utf-8"))

article = {
    "source": "the paper",
    "text": (HERE / "article.txt").read_text(encoding="utf-8"),
    "published_at": "2022-11-22",
    "proposals": proposals,
}
headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {KEY}"} if KEY else {})
request = urllib.request.Request(f"{SERVER}/v1/articles/check", json.dumps(article).encode(), headers)
with urllib.request.urlopen(request) as answer:
    told = json.load(answer)

for proposal, became in zip(proposals, told["proposals"], strict=True):
    why = "; ".join(f"{one['pointer']}: {one['detail']}" for one in became["refusal"])
    print(became["outcome"], proposal["figure"]["exact"], why, sep="\t")
for missed in told["missed"]:
    print("missed", missed["exact"], sep="\t")
