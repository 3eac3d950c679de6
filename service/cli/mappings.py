"""Mappings of tables that are saved under a name: how a table that comes every week is read.

They are files of the user's, `mappings/NAME.json` in the data folder, in the words of the options; they hold what was
said of the table, and no key.
"""

import re
from pathlib import Path

import msgspec

from service.cli.places import data_folder
from service.errors import Invalid
from service.settings import Settings

_NAME = re.compile(r"[\w][\w .-]{0,79}")


class SavedMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was said of a table; options of a load that names it come on top."""

    map: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    delimiter: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    exact: bool = False

    def under(self, said: "SavedMapping") -> "SavedMapping":
        """Give both together; where both say something of one column or field, what is said now holds."""
        return SavedMapping(
            (*self.map, *said.map),
            (*self.fill, *said.fill),
            said.delimiter or self.delimiter,
            said.sheet or self.sheet,
            said.encoding or self.encoding,
            said.exact or self.exact,
        )


def save_mapping(settings: Settings, name: str, mapping: SavedMapping) -> Path:
    """Keep a mapping under a name; one of that name is written over. Raises Invalid."""
    file = _file(settings, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(msgspec.json.format(msgspec.json.encode(mapping), indent=2) + b"\n")
    part.replace(file)
    return file


def load_mapping(settings: Settings, name: str) -> SavedMapping:
    """Give the mapping of a name. Raises Invalid."""
    file = _file(settings, name)
    try:
        return msgspec.json.decode(file.read_bytes(), type=SavedMapping)
    except FileNotFoundError:
        known = ", ".join(sorted(one.stem for one in file.parent.glob("*.json"))) or "none"
        raise Invalid(f'There is no mapping "{name}". Saved are: {known}.', "mapping") from None
    except msgspec.MsgspecError as error:
        raise Invalid(f"{file} is no mapping: {error}. Save it anew.", "mapping") from None


def _file(settings: Settings, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise Invalid(f'"{name[:80]}" is no name of a mapping. Use letters, digits, spaces, ".", "-", "_".', "mapping")
    return data_folder(settings) / "mappings" / f"{name}.json"
