"""A new language is one new folder of data, and nothing else: Romanian, in a copy of the service."""

import json
import shutil
import subprocess
import sys

import pytest

from service.reading.lexicon_files import LANGUAGES, LEXICON, WORLD, load

_FIGURES = """
decimal = ","
group = "."

[cardinals]
unu = 1
doi = 2
trei = 3
zece = 10

[scales]
mii = "1000"
milioane = "1000000"

[approximators.about]
before = ["aproximativ", "circa"]

[percent]
percent = ["la sută"]

[things]
person = ["oameni", "persoane"]
"""
_PERIODS = """
[until]
until = ["până la"]
"""
_METRICS = """
"unemployment ?measure:share" = ["rata șomajului"]
"casualty:killed" = ["morți", "decedați"]
"""
_WORDS = """
stemmer = "romanian"
letters = "șț"
silent = ["de", "la", "în", "din", "și"]
before_country = ["in", "din"]

[expected]
whole = ["morți", "oameni"]
fractions = ["medie", "rata"]
shares = ["rata"]

[subjects]
"military" = ["armata"]
"""
_READ = """
import json
from datetime import UTC, datetime
from uuid import UUID
from service.reading import Draft, LANGUAGES, read
from service.reading.languages import Words, detect_language
def told(**fields):
    draft = Draft(source="agerpres", **fields)
    claim = read(draft, claim_id=UUID(int=1), received_at=datetime(2022, 12, 1, tzinfo=UTC))
    stated, interval = claim.quantity.stated, claim.quantity.interval
    place = claim.place.key if claim.place else None
    return [claim.metric.phrase, str(stated), str(interval), claim.quantity.unit.dimension, place]
print(json.dumps({
    "languages": LANGUAGES,
    "told": detect_language((Words("rata șomajului în august"),)),
    "rate": told(metric="rata șomajului", quantity="5,4 la sută", period="2022", place="Franța", language="ro"),
    "english": told(metric="unemployment rate", quantity="5.4 %", period="2022", place="France", language="en"),
    "dead": told(metric="morți", quantity="aproximativ trei mii de oameni", period="2022", language="ro"),
    "killed": told(metric="people killed", quantity="about 3,000 people", period="2022", language="en"),
}))
"""


@pytest.fixture(scope="module")
def romanian(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a copy of the service reads that has one more folder."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(LEXICON.parents[1], root / "service", ignore=shutil.ignore_patterns("__pycache__"))
    folder = root / "service" / "reading" / "lexicon" / "ro"
    folder.mkdir()
    files = {"figures": _FIGURES, "periods": _PERIODS, "metrics": _METRICS, "words": _WORDS}
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    told = subprocess.run([sys.executable, "-c", _READ], cwd=root, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    read: dict[str, list[str]] = json.loads(told.stdout)
    return read


def test_its_folder_makes_a_language_read(romanian: dict[str, list[str]]) -> None:
    assert romanian["languages"] == [*LANGUAGES, "ro"]
    assert romanian["told"] == "ro"


def test_its_metrics_figures_and_places_meet_those_of_english(romanian: dict[str, list[str]]) -> None:
    assert romanian["rate"] == romanian["english"]
    assert romanian["dead"] == romanian["killed"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["figures", "periods", "metrics", "words"])
def test_each_language_has_the_same_files(language: str, name: str) -> None:
    assert load(language, name)


def test_the_world_is_no_language() -> None:
    assert WORLD not in LANGUAGES
