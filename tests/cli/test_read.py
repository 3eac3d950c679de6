"""`claimdiff read`: a text from a file or a pipe, its figures marked, and what contradicts them."""

import json
from pathlib import Path

from tests.cli.test_commands import NDJSON, Run, claimdiff

__all__ = ["claimdiff"]

TEXT = "Personnel losses of the Russian army stood at 62,310 as of 20 November 2022, the ministry said. And 4,711?"
GIVEN = ("--published-at", "2022-11-21", "--language", "en")


def test_a_text_is_shown_with_what_contradicts_it_and_ends_with_3(claimdiff: Run) -> None:
    claimdiff("load", "-", given=NDJSON.splitlines()[0])
    answer = claimdiff("read", "-", *GIVEN, given=TEXT)
    assert answer.returncode == 3, answer.stderr
    assert TEXT in answer.stdout
    assert "alpha: 84,720" in answer.stdout
    assert "1 contradicted" in answer.stdout


def test_a_page_is_read_by_its_name_and_answered_as_the_api_does(claimdiff: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Police arrested <b>63</b> people.</p><script>var n = 99;</script>", encoding="utf-8")
    answer = claimdiff("read", str(page), "--json", *GIVEN)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert [one["anchors"]["figure"]["exact"] for one in told["claims"]] == ["63"]
    assert told["article"]["alone"] == 1


def test_what_is_no_text_and_what_is_too_long_are_refused_in_words(claimdiff: Run, tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("größer als 12".encode("latin-1"))
    for arguments, given, told in [
        ((str(latin),), "", "is not UTF-8 at byte 2"),
        (("-",), "x" * 100_001, "100000"),
        (("-", "--published-at", "soon"), TEXT, "ISO 8601"),
    ]:
        answer = claimdiff("read", *arguments, given=given)
        assert answer.returncode == 1
        assert told in answer.stderr
        assert "Traceback" not in answer.stderr


def test_a_text_is_stored_with_its_claims_and_a_second_time_is_known(claimdiff: Run) -> None:
    first = claimdiff("read", "-", "--store", "--external-id", "a-1", *GIVEN, given=TEXT)
    assert first.returncode == 0, first.stderr
    assert "version 1: stored. 1 of its figures are stored, 1 wait for a person." in first.stdout
    assert "version 1: known." in claimdiff("read", "-", "--store", *GIVEN, given=TEXT).stdout
    corrected = claimdiff(
        "read", "-", "--store", "--external-id", "a-1", *GIVEN, given=TEXT.replace("62,310", "62,400")
    )
    assert "version 2: corrected." in corrected.stdout
    told = json.loads(claimdiff("read", "-", "--json", "--source", "another", *GIVEN, given=TEXT).stdout)
    assert told["claims"][0]["matches"][0]["claim"]["quantity"]["as_given"] == "62,400"
