"""How far a file has been loaded: kept in the data folder until its end, so that the same command goes on from there.

What is stored is known by its content whether there is a bookmark or not; it saves the time of sending it again.
"""

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import BinaryIO, Self
from uuid import UUID

import msgspec

from service.cli.places import data_folder
from service.settings import Settings

MOST_REFUSED = 10_000
"""A load that more of is refused has to be looked at, and is not gone on with."""


class Bookmark(msgspec.Struct, frozen=True):
    """How far a load has come."""

    load: UUID
    taken: int
    """Records, from the first on, each of which has been answered."""
    refused: tuple[int, ...]
    """Those of them that were refused, by their place: they are sent again, to be told again."""
    version: str
    """Of the file, as it was then."""

    def behind(self, taken: int, refused: tuple[int, ...]) -> Self:
        """Give the bookmark some records later."""
        return msgspec.structs.replace(self, taken=self.taken + taken, refused=(*self.refused, *refused))


class Shelf:
    """Keeps the bookmark of one file that is loaded into one place in one way."""

    def __init__(self, settings: Settings, file: BinaryIO, said: object) -> None:
        """Find its place.

        Args:
            settings: Where the data folder is.
            file: What is loaded; a pipe has no bookmark.
            said: Where to and how it is loaded: said otherwise, it is another load.
        """
        self._path: Path | None = None
        self.version = ""
        if file.seekable() and file is not sys.stdin.buffer:
            state = os.fstat(file.fileno())
            self.version = f"{state.st_size}:{state.st_mtime_ns}"
            key = hashlib.sha256(repr((str(Path(file.name).resolve()), said)).encode(errors="surrogateescape"))
            self._path = data_folder(settings) / "loads" / f"{key.hexdigest()}.json"

    def find(self) -> Bookmark | None:
        """Give the bookmark of the file as it is now; None where there is none."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            found = msgspec.json.decode(self._path.read_bytes(), type=Bookmark) if self._path else None
            return found if found and found.version == self.version else None
        return None

    def keep(self, bookmark: Bookmark) -> None:
        """Keep it. Where nothing can be written the load goes on without."""
        if self._path is None or len(bookmark.refused) > MOST_REFUSED:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part = self._path.with_suffix(".part")
            part.write_bytes(msgspec.json.encode(bookmark))
            part.replace(self._path)

    def clear(self) -> None:
        """Remove it: the file is loaded to its end."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
