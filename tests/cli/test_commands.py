"""The command as a user runs it: a process of its own, on a database of its own."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service.cli import COMMANDS
from service.settings import Settings, variable_of
from tests.exchange.test_spreadsheets import WIDE
from tests.patience import PATIENCE_SECONDS

Run = Callable[..., "subprocess.CompletedProcess[str]"]

CLAIMS = [
    {"source": "alpha", "metric": "personnel losses", "subject": "Russian army", "quantity": "84,720"},
    {"source": "beta", "metric": "personnel losses", "subject": "Russian army", "quantity": "62,310"},
]
SAME = {"period": "as of 2022-11-20", "published_at": "2022-11-20"}
NDJSON = "".join(json.dumps(claim | SAME) + "\n" for claim in CLAIMS)


@pytest.fixture
def claimdiff(dsn: str) -> Run:
    def run(*arguments: str, given: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
        return subprocess.run(
            [sys.executable, "-m", "service.cli", *arguments],
            env=environment | {"DATABASE_URL": dsn} | settings,
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    return run


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_every_command_helps(claimdiff: Run, command: tuple[str, ...]) -> None:
    answer = claimdiff(*command, "--help")
    assert answer.returncode == 0
    assert "Usage: " in answer.stdout
    assert len(answer.stdout.splitlines()) > 3


def test_a_line_of_claims_is_loaded_once_however_often_it_is_given(claimdiff: Run) -> None:
    first, again = (claimdiff("load", "-", given=NDJSON) for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 0)
    assert "2 stored, 0 known already, 0 refused; 1 conflicts opened" in first.stderr
    assert "0 stored, 2 known already" in again.stderr


def test_a_load_says_on_which_series_it_disagrees_and_not_on_which_days(claimdiff: Run, tmp_path: Path) -> None:
    for source, more in (("alpha", 0), ("beta", 7)):
        rows = "".join(f"2020-03-{day:02d},Utah,{1_001 + 10 * day + more}\n" for day in range(1, 21))
        (tmp_path / f"{source}.csv").write_text(f"date,state,deaths\n{rows}")
    answers = [
        claimdiff(
            "load", "--map", "deaths:quantity=deaths", "--fill", f"source:{source}", str(tmp_path / f"{source}.csv")
        )
        for source in ("alpha", "beta")
    ]
    assert "disagrees" not in answers[0].stderr
    assert "alpha and beta, deaths, Utah: 20 of 20 days differ, median" in answers[1].stderr
    assert answers[1].stderr.count("Utah") == 1


@pytest.mark.parametrize("suffix", ["ndjson", "json", "csv", "tsv"])
def test_files_are_read_by_their_names(claimdiff: Run, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"claims.{suffix}"
    rows = [claim | SAME for claim in CLAIMS]
    if suffix in ("csv", "tsv"):
        table = io.StringIO()
        writer = csv.DictWriter(table, list(rows[0]), delimiter="," if suffix == "csv" else "\t")
        writer.writeheader()
        writer.writerows(rows)
        file.write_text(table.getvalue())
    else:
        file.write_text(NDJSON if suffix == "ndjson" else json.dumps(rows))
    assert "2 stored" in claimdiff("load", str(file)).stderr


def test_one_bad_claim_spoils_no_other_and_comes_back_in_a_file(claimdiff: Run, tmp_path: Path) -> None:
    bad = json.dumps(CLAIMS[0] | {"quantity": "many"})
    answer = claimdiff("load", "-", "--refused", str(tmp_path / "refused"), given=f"{NDJSON}{bad}\nno json\n")
    assert answer.returncode == 1
    assert "2 stored, 0 known already, 2 refused" in answer.stderr
    assert "/quantity" in answer.stderr
    assert "many" in (tmp_path / "refused").read_text()


def test_check_shows_a_conflict_and_ends_with_3(claimdiff: Run) -> None:
    claimdiff("load", "-", given=NDJSON.splitlines()[0])
    answer = claimdiff(
        *("check", "--metric", "personnel losses", "--subject", "Russian army"),
        *("--quantity", "62,310", "--period", "as of 2022-11-20"),
    )
    assert answer.returncode == 3
    assert "alpha: 84,720" in answer.stdout


def test_check_says_why_nothing_is_found(claimdiff: Run) -> None:
    claimdiff("load", "-", given=NDJSON.splitlines()[0])
    fields = ("--metric", "personnel losses", "--subject", "Russian army", "--quantity", "62,310")
    asked = ("check", *fields, "--period", "as of 2022-11-25")
    assert "Other period" not in claimdiff(*asked).stdout
    answer = claimdiff(*asked, "--near")
    assert answer.returncode == 0
    assert "Other period: as of 2022-11-25 and as of 2022-11-20." in answer.stdout
    assert "alpha: 84,720" in answer.stdout
    assert [one["apart"][0]["code"] for one in json.loads(claimdiff(*asked, "--near", "--json").stdout)["near"]] == [
        "period"
    ]


def test_check_stores_nothing(claimdiff: Run) -> None:
    claimdiff("check", "-", given=NDJSON)
    assert claimdiff("export", "claims").stdout == ""


def test_check_answers_in_json(claimdiff: Run) -> None:
    answer = claimdiff("check", "-", "--json", given=NDJSON)
    claims = [json.loads(line)["claim"] for line in answer.stdout.splitlines()]
    assert [claim["quantity"]["as_given"] for claim in claims] == ["84,720", "62,310"]


def test_what_cannot_be_read_is_explained(claimdiff: Run) -> None:
    answer = claimdiff("check", "--metric", "losses", "--quantity", "about 85 thousnd people")
    assert answer.returncode == 1
    assert "thousand" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_exports_hold_what_was_loaded(claimdiff: Run, tmp_path: Path) -> None:
    claimdiff("load", "-", given=NDJSON)
    exported = claimdiff("export", "claims").stdout
    assert {json.loads(line)["source"] for line in exported.splitlines()} == {"alpha", "beta"}
    claimdiff("export", "conflicts", "--format", "csv", "--output", str(tmp_path / "conflicts.csv"))
    (row,) = csv.DictReader((tmp_path / "conflicts.csv").read_text(encoding="utf-8-sig").splitlines())
    assert {row["first_source"], row["second_source"]} == {"alpha", "beta"}
    assert row["severity"] == "major"


def test_a_cell_is_never_a_formula(claimdiff: Run) -> None:
    formula = json.dumps(CLAIMS[0] | SAME | {"source": "=1+1"})
    claimdiff("load", "-", given=formula)
    assert "'=1+1" in claimdiff("export", "claims", "--format", "csv").stdout


def test_migrate_leaves_a_new_database_alone(claimdiff: Run) -> None:
    assert "version already" in claimdiff("migrate").stdout


def test_settings_are_all_listed_and_secrets_are_hidden(claimdiff: Run) -> None:
    answer = claimdiff("settings", CLAIMDIFF_KEY="hush-hush", CLAIMDIFF_POOL_SIZE="12")
    for name in Settings.__struct_fields__:
        assert variable_of(name) in answer.stdout
    assert "hush-hush" not in answer.stdout
    assert " 12 " in answer.stdout


def test_a_mistyped_setting_stops_the_start(claimdiff: Run) -> None:
    answer = claimdiff("serve", CLAIMDIFF_POOL_SIZ="12")
    assert answer.returncode == 1
    assert "Did you mean CLAIMDIFF_POOL_SIZE?" in answer.stderr


def test_a_database_that_cannot_be_reached_is_named_without_its_password(claimdiff: Run) -> None:
    answer = claimdiff("migrate", DATABASE_URL="postgresql://someone:hush@127.0.0.1:1/none")
    assert answer.returncode == 1
    assert "127.0.0.1" in answer.stderr
    assert "hush" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_version_is_told(claimdiff: Run) -> None:
    assert claimdiff("version").stdout.startswith("claimdiff 2.")


def test_a_key_is_made_listed_and_revoked(claimdiff: Run) -> None:
    made = claimdiff(
        "keys", "create", "--name", "foreign desk", "--scope", "read", "--scope", "write", "--expires", "90d"
    )
    key = made.stdout.strip()
    assert (made.returncode, len(key), key[:4]) == (0, 53, "cdk_")
    assert "It is not shown again." in made.stderr
    listed = claimdiff("keys", "list").stdout
    assert "foreign desk" in listed
    assert key[:12] in listed
    assert key not in listed
    assert json.loads(claimdiff("keys", "list", "--json").stdout)["scopes"] == ["read", "write"]
    assert "Revoked" in claimdiff("keys", "revoke", key[:12]).stdout
    assert "revoked by command line" in claimdiff("keys", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["create", "--name", "x", "--scope", "read", "--expires", "soon"], 'Cannot read the expiry "soon"'),
        (["create", "--name", "x", "--scope", "read", "--expires", "2001-01-01"], "expired already"),
        (["create", "--name", "x" * 300, "--scope", "read"], "length"),
        (["create", "--name", "x"], "Missing option '--scope'"),
        (["revoke", "cdk_nothing"], 'No key is "cdk_nothing"'),
    ],
)
def test_a_key_that_cannot_be_is_refused_in_words(claimdiff: Run, arguments: list[str], told: str) -> None:
    answer = claimdiff("keys", *arguments)
    assert answer.returncode != 0
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_table_is_loaded_by_a_mapping_and_broken_rows_are_told(claimdiff: Run) -> None:
    table = 'Kennzahl;Zahl;Notiz\nsales;500;\nsales;"600;\n'
    options = ("--map", "Kennzahl:metric", "--map", "Zahl:quantity", "--map", "Notiz:", "--fill", "source:alpha")
    answer = claimdiff("load", "-", "--format", "csv", *options, given=table)
    assert answer.returncode == 1
    assert "1 stored" in answer.stderr
    assert "1 refused" in answer.stderr
    assert "not closed" in answer.stderr
    assert [json.loads(line)["source"] for line in claimdiff("export", "claims").stdout.splitlines()] == ["alpha"]


def test_a_column_without_a_field_stops_a_load_with_advice(claimdiff: Run) -> None:
    answer = claimdiff("load", "-", "--format", "csv", given="source,metric,Zahl,Farbe\na,b,5,1\n")
    assert answer.returncode == 1
    assert "map=Zahl:field" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_workbook_is_exported(claimdiff: Run, tmp_path: Path) -> None:
    claimdiff("load", "-", given=NDJSON)
    claimdiff("export", "claims", "--format", "xlsx", "--output", str(tmp_path / "claims.xlsx"))
    assert (tmp_path / "claims.xlsx").read_bytes().startswith(b"PK")


def test_an_export_is_narrowed_as_the_list_of_the_api(claimdiff: Run) -> None:
    claimdiff("load", "-", given=NDJSON)
    narrowed = claimdiff("export", "claims", "--source", "alpha", "--in-force", "--period-to", "2099-12-31").stdout
    assert [json.loads(line)["source"] for line in narrowed.splitlines()] == ["alpha"]
    assert claimdiff("export", "claims", "--since", "2099-01-01").stdout == ""
    open_ones = claimdiff("export", "conflicts", "--status", "open", "--severity", "major").stdout
    assert len(open_ones.splitlines()) == 1
    assert claimdiff("export", "conflicts", "--status", "dismissed").stdout == ""
    assert "says nothing of claims" in claimdiff("export", "claims", "--status", "open").stderr


def test_lines_of_schema_org_are_loaded(claimdiff: Run, tmp_path: Path) -> None:
    figure = {"@type": "Observation", "variableMeasured": "sales", "value": 500}
    line = {"@type": "Claim", "author": {"name": "alpha"}, "about": figure}
    (tmp_path / "claims.jsonld").write_text(json.dumps(line) + "\n{}\n")
    answer = claimdiff("load", str(tmp_path / "claims.jsonld"))
    assert "1 stored" in answer.stderr
    assert "neither a Claim nor a ClaimReview" in answer.stderr


WIDE_TABLE = "Deaths by state,,\nstate,2020,2021\nAlabama,12,..\nAlaska,3,4 thousnd\nSource: us,,\n"


def test_a_published_table_is_loaded_as_it_is_with_what_was_skipped_and_refused(claimdiff: Run, tmp_path: Path) -> None:
    (tmp_path / "deaths.csv").write_text(WIDE_TABLE)
    answer = claimdiff("load", "--fill", "source:x", "--fill", "metric:deaths", str(tmp_path / "deaths.csv"))
    assert answer.returncode == 1
    assert "2 stored, 0 known already, 1 refused" in answer.stderr
    assert "C4" in answer.stderr
    assert 'Skipped, 1 times: The cell holds no figure but ".."' in answer.stderr
    assert "Skipped, 1 times: It stands above the head" in answer.stderr


def test_a_workbook_is_loaded(claimdiff: Run, tmp_path: Path) -> None:
    (tmp_path / "figures.xlsx").write_bytes(WIDE)
    options = ("--fill", "source:x", "--fill", "metric:population", "--fill", "unit:people")
    answer = claimdiff("load", "--sheet", "figures", *options, str(tmp_path / "figures.xlsx"))
    assert "1 stored, 0 known already, 1 refused" in answer.stderr


def test_a_dry_run_shows_columns_and_claims_and_stores_nothing(claimdiff: Run, tmp_path: Path) -> None:
    (tmp_path / "deaths.csv").write_text(WIDE_TABLE)
    options = ("--dry-run", "--fill", "source:x", "--fill", "metric:deaths")
    answer = claimdiff("load", *options, str(tmp_path / "deaths.csv"), DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert answer.returncode == 0
    assert "quantity of period 2020" in answer.stdout
    assert "usual head" in answer.stdout
    assert "deaths, Alabama" in answer.stdout
    assert "not read: " in answer.stdout


def test_records_in_json_are_loaded_as_a_table(claimdiff: Run, tmp_path: Path) -> None:
    file = tmp_path / "losses.json"
    file.write_text(
        '[{"date": "2022-02-25", "tank": 81, "APC": 516}, {"date": "2022-02-26", "tank": 146, "APC": null}]'
    )
    answer = claimdiff("load", "--fill", "source:staff", str(file))
    assert answer.returncode == 0, answer.stderr
    assert "3 stored" in answer.stderr
    preview = claimdiff("load", "--dry-run", "--fill", "source:staff", str(file)).stdout
    assert "/0/tank" in preview


def test_claims_in_json_are_filled_in(claimdiff: Run) -> None:
    answer = claimdiff("load", "-", "--fill", "source:staff", given='{"metric": "sales", "quantity": "5"}\n')
    assert "1 stored" in answer.stderr, answer.stderr


def test_a_page_of_fixed_width_is_loaded(claimdiff: Run, tmp_path: Path) -> None:
    file = tmp_path / "area.txt"
    rows = ("China    1,394,015,977", "India    1,326,093,247", "France      67,848,156")
    lines = [f"{rank}   {row}   July 2020 est." for rank, row in enumerate(rows, start=1)]
    file.write_text("\n".join(["Area Comparison :: Population", "", *lines]))
    answer = claimdiff("load", "--fill", "source:factbook", str(file))
    assert "3 stored" in answer.stderr, answer.stderr
