"""Bytes to lines of text, chunk by chunk: as is declared, as a byte order mark says, UTF-8, or what its bytes tell.

Bytes that do not fit the encoding become halves of surrogate pairs, so that the cell that holds them can be named.
"""

import codecs
import re

from service.errors import WrongType
from service.exchange.encodings import guess_encoding

LONGEST_LINE = 64 * 1024
"""In characters. A longer line is given cut, just long enough to be refused."""
_TEXT_ENCODINGS = re.compile(
    r"utf-8|utf-16(-[bl]e)?|ascii|cp(125\d|437|85\d|866|874|932|949|950)|iso8859-\d+|koi8-[rtu]|mac-\w+|"
    r"gbk?\w*|big5\w*|shift_jis\w*|euc_\w+"
)


class LineDecoder:
    """Gives the lines that are complete, with their ends, and keeps the rest."""

    def __init__(self, encoding: str | None = None) -> None:
        self._encoding = _known(encoding) if encoding else None
        self._is_open = encoding is None
        self._decoder: codecs.IncrementalDecoder | None = None
        self._head = b""
        self.guessed: str | None = None
        """The encoding that nothing but the bytes told."""
        self._rest = ""

    def feed(self, chunk: bytes, *, is_last: bool = False) -> list[str]:
        """Take in bytes and give the lines that end in them; at the end also a line without an end."""
        *whole, self._rest = (self._rest + self._decode(chunk, is_last=is_last)).split("\n")
        lines = [line[: LONGEST_LINE + 1] + "\n" for line in whole]
        if len(self._rest) > LONGEST_LINE:
            self._rest = self._rest[: LONGEST_LINE + 1]
        if is_last and self._rest:
            lines.append(self._rest)
            self._rest = ""
        return lines

    def _decode(self, chunk: bytes, *, is_last: bool) -> str:
        if self._decoder is None:
            self._head += chunk
            if len(self._head) < len(codecs.BOM_UTF8) and not is_last:
                return ""
            _refuse_workbook(self._head)
            marked = _marked(self._head)
            self._is_open = self._is_open and marked is None
            chunk, self._decoder = self._head, _decoder(self._encoding or marked or "utf-8")
        if self._is_open and not chunk.isascii():
            self._is_open = False  # All before was ASCII, which each encoding has alike.
            self.guessed = None if _is_utf_8(chunk, is_last=is_last) else guess_encoding(chunk)
            self._decoder = _decoder(self.guessed) if self.guessed else self._decoder
        return self._decoder.decode(chunk, is_last)


def _refuse_workbook(head: bytes) -> None:
    """Refuse what is no text at all: workbooks and other archives begin with PK, old ones with Microsoft's mark."""
    if head.startswith((b"PK\x03", b"\xd0\xcf\x11")):
        raise WrongType("This is a workbook or an archive, and no text. Save it as XLSX or CSV.")


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    return codecs.getincrementaldecoder(name)("replace" if name.startswith("utf-16") else "surrogateescape")


def _marked(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if head.startswith(codecs.BOM_UTF8) else None


def _is_utf_8(chunk: bytes, *, is_last: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(chunk, is_last)
    except UnicodeDecodeError:
        return False
    return True


def _known(name: str) -> str:
    """Give Python's name of an encoding of text. Raises WrongType."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        known = ""
    if not _TEXT_ENCODINGS.fullmatch(known):
        raise WrongType(f'"{name[:40]}" is no encoding that is known here. Send UTF-8, or name one as windows-1252.')
    return known
