"""Mappings of tables under a name, and what a load tells of rows beside each other."""

from pathlib import Path

import pytest

from service.cli.mappings import SavedMapping, load_mapping, save_mapping
from service.errors import Invalid
from service.settings import Settings, read_settings
from tests.cli.test_commands import Run, claimdiff  # noqa: F401 - a fixture

TABLE = "Kennzahl;Zahl;Notiz\nsales;500;x\nreturns;600;y\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"CLAIMDIFF_DATA_DIR": str(tmp_path)})


def test_a_mapping_is_kept_and_options_come_on_top(settings: Settings) -> None:
    kept = SavedMapping(("a:metric",), ("source:x",), "semicolon", exact=True)
    save_mapping(settings, "weekly table", kept)
    said = load_mapping(settings, "weekly table").under(SavedMapping(("b:",), ("source:y",)))
    assert said == SavedMapping(("a:metric", "b:"), ("source:x", "source:y"), "semicolon", exact=True)


@pytest.mark.parametrize("name", ["../x", "", "/etc/passwd", ".hidden", "a/b", "x" * 200, "a\x00"])
def test_a_name_is_no_path(settings: Settings, name: str) -> None:
    with pytest.raises(Invalid, match="no name of a mapping"):
        save_mapping(settings, name, SavedMapping())


def test_a_mapping_that_is_not_there_or_broken_is_told(settings: Settings, tmp_path: Path) -> None:
    save_mapping(settings, "known", SavedMapping())
    with pytest.raises(Invalid, match="Saved are: known"):
        load_mapping(settings, "other")
    (tmp_path / "mappings" / "known.json").write_text('{"map": 5}')
    with pytest.raises(Invalid, match="is no mapping"):
        load_mapping(settings, "known")


def test_a_table_that_comes_again_is_read_as_it_was(claimdiff: Run, tmp_path: Path) -> None:  # noqa: F811
    said = ("--map", "Kennzahl:metric", "--map", "Zahl:quantity", "--map", "Notiz:", "--fill", "source:alpha")
    place = {"CLAIMDIFF_DATA_DIR": str(tmp_path)}
    first = claimdiff("load", "-", "--format", "csv", *said, "--save-mapping", "weekly", given=TABLE, **place)
    assert "--mapping 'weekly'" in first.stderr
    again = claimdiff("load", "-", "--format", "csv", "--mapping", "weekly", given=TABLE, **place)
    assert "2 known already" in again.stderr, again.stderr
    unknown = claimdiff("load", "-", "--mapping", "monthly", given=TABLE, **place)
    assert "Saved are: weekly" in unknown.stderr


def test_a_key_twice_with_another_figure_is_told_by_its_cell(claimdiff: Run) -> None:  # noqa: F811
    table = "source,metric,quantity,period\na,sales,500,2020\na,sales,700,2020\nb,sales,500,2020\n"
    answer = claimdiff("load", "-", "--format", "csv", given=table)
    assert "2 say something else of what another row of this load speaks of" in " ".join(answer.stderr.split())
    assert "C2, C3" in answer.stderr


def test_what_was_guessed_of_a_file_is_told(claimdiff: Run, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "zahlen.csv"
    file.write_bytes("source;metric;Größe\nalpha;Übernachtungen;500\n".encode("windows-1252"))
    said = ("--map", "Größe:quantity")
    for answer in (claimdiff("load", *said, str(file)).stderr, claimdiff("load", "--dry-run", *said, str(file)).stdout):
        assert "is read as windows-1252, its cells parted by semicolons" in " ".join(answer.split())
    declared = claimdiff("load", *said, "--encoding", "windows-1252", "--delimiter", "semicolon", str(file))
    assert "is read" not in declared.stderr
