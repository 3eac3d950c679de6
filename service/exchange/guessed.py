"""How a text was read where it does not say so itself: told to whoever sent it, for a guess may be wrong."""

from dataclasses import dataclass

from service.exchange.parting import DELIMITERS

_CHARSETS = {"cp1252": "windows-1252", "cp1250": "windows-1250", "cp1251": "windows-1251", "cp866": "ibm866"}
"""Names by which the encodings are known elsewhere, of those that Python calls otherwise."""
_NAMES = {sign: name for name, sign in DELIMITERS.items()}
_USUAL = "comma"
_PARTED = {
    "semicolon": "by semicolons",
    "tab": "by tabs",
    "pipe": "by vertical bars",
    "spaces": "by two spaces or more",
}


@dataclass(frozen=True, slots=True)
class Guessed:
    """What nothing but the bytes has told; what was said, UTF-8 and commas are none of it."""

    encoding: str | None = None
    """As a `charset` names it."""
    delimiter: str | None = None
    """As the parameter `delimiter` names it."""

    def __str__(self) -> str:
        """Give "as windows-1252, its cells parted by semicolons"; nothing where nothing was guessed."""
        encoding = f"as {self.encoding}" if self.encoding else ""
        return ", ".join(
            filter(None, (encoding, f"its cells parted {_PARTED[self.delimiter]}" if self.delimiter else ""))
        )


NOTHING_GUESSED = Guessed()


def guessed(encoding: str | None, delimiter: str | None) -> Guessed:
    """Give what was guessed, by Python's name of an encoding and the sign that parts the cells."""
    name = _NAMES.get(delimiter or "")
    return Guessed(_CHARSETS.get(encoding or "", encoding), None if name == _USUAL else name)
