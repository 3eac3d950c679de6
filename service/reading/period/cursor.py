"""Where a reading stands in its tokens, and what it knows besides them."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from functools import wraps
from typing import TypeVar, cast

from msgspec import Struct

from service.reading.period.days import Hemisphere
from service.reading.period.words import PeriodToken, Value

R = TypeVar("R")
_DEEPEST = 4
_SOFT_MARKS = frozenset(".,:'’()=*")
_DASHES = frozenset("-–—‒‐‑−~∼〜/")


class DateOrder(Enum):
    """How the language or the place writes a date in figures; unknown when neither says."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"


class PeriodSetting(Struct, frozen=True):
    """What a period is resolved against."""

    today: date
    """The day of publication, in its own time zone."""
    order: DateOrder = DateOrder.UNKNOWN
    hemisphere: Hemisphere = Hemisphere.NORTH
    fiscal_start: tuple[int, int] | None = None
    """Month and day on which the place's fiscal year starts."""
    fiscal_named_by_end: bool = True
    is_fiscal_known: bool = True
    """Whether the fiscal year is that of a known place or company."""


class Cursor:
    """A position in the tokens. A rule takes what it needs and moves on, or gives None and leaves the position."""

    __slots__ = ("depth", "kept", "position", "problem", "setting", "soft", "tokens")

    def __init__(self, tokens: Sequence[PeriodToken], setting: PeriodSetting) -> None:
        self.tokens = tokens
        self.soft = [is_soft(token) for token in tokens]
        self.kept: dict[tuple[object, int, int], tuple[object, int]] = {}
        """What rules that come back to themselves have read, by rule, position and depth, and where they ended."""
        self.setting = setting
        self.position = 0
        self.depth = 0
        self.problem: str | None = None

    def peek(self) -> PeriodToken | None:
        """The next token, soft ones included."""
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def find(self, tag: str) -> tuple[int, PeriodToken] | None:
        """The next token that has the tag, if nothing but soft ones stands before it."""
        tokens, soft = self.tokens, self.soft
        for position in range(self.position, len(tokens)):
            token = tokens[position]
            if tag in token.tags:
                return position, token
            if not soft[position]:
                return None
        return None

    def take_token(self, tag: str) -> PeriodToken | None:
        """Move behind the next token that has the tag."""
        found = self.find(tag)
        if found is None:
            return None
        self.position = found[0] + 1
        return found[1]

    def take(self, tag: str) -> Value | None:
        """As `take_token`, but give what the tag says."""
        token = self.take_token(tag)
        return None if token is None else token.tags[tag]

    def take_int(self, tag: str) -> int | None:
        """As `take`, for a tag with whole numbers."""
        value = self.take(tag)
        return value if isinstance(value, int) else None

    def take_word(self, tag: str) -> str | None:
        """As `take`, for a tag with names."""
        value = self.take(tag)
        return value if isinstance(value, str) else None

    def take_mark(self, marks: frozenset[str]) -> bool:
        """Move behind the very next token, or the one after a dot, if it is one of these marks."""
        position = self.position
        if position < len(self.tokens) and self.tokens[position].text == ".":
            position += 1
        if position >= len(self.tokens) or self.tokens[position].text not in marks:
            return False
        self.position = position + 1
        return True

    def take_unit(self) -> str | None:
        """A unit, with or without a hyphen before it: "12-month"."""
        position = self.position
        self.take_dash()
        unit = self.take_word("unit")
        if unit is None:
            self.position = position
        return unit

    def take_dash(self) -> bool:
        """Move behind a dash, or a slash that stands for one."""
        return self.take_mark(_DASHES)

    def is_done(self) -> bool:
        """True when only soft words are left."""
        return all(self.soft[self.position :])

    def fail(self, problem: str) -> None:
        """Keep the first thing that was understood and cannot be."""
        self.problem = self.problem or problem


def is_soft(token: PeriodToken) -> bool:
    """True for what may stand between the parts of a period and says nothing: "the", "of", a comma."""
    return "soft" in token.tags or "daypart" in token.tags or token.text in _SOFT_MARKS


def rule(parse: Callable[[Cursor], R]) -> Callable[[Cursor], R]:
    """A rule of the grammar: it reads on, or it leaves the cursor where it was. Nesting is bounded."""

    @wraps(parse)
    def attempt(cursor: Cursor) -> R:
        position = cursor.position
        result = parse(cursor)
        if result is None:
            cursor.position = position
        return result

    return attempt


def nested(parse: Callable[[Cursor], R]) -> Callable[[Cursor], R | None]:
    """A rule that comes back to itself: so deep and no deeper, and once at each place: the time stays bounded."""

    @wraps(parse)
    def attempt(cursor: Cursor) -> R | None:
        if cursor.depth >= _DEEPEST:
            return None
        position = cursor.position
        key = (parse, position, cursor.depth)
        if (kept := cursor.kept.get(key)) is not None:
            cursor.position = kept[1]
            return cast("R | None", kept[0])
        cursor.depth += 1
        result = parse(cursor)
        cursor.depth -= 1
        if result is None:
            cursor.position = position
        cursor.kept[key] = result, cursor.position
        return result

    return attempt


def first_of(cursor: Cursor, rules: Sequence[Callable[[Cursor], R]]) -> R | None:
    """The first rule that reads on."""
    for read in rules:
        result = read(cursor)
        if result is not None:
            return result
    return None


def longest_of(cursor: Cursor, rules: Sequence[Callable[[Cursor], R]]) -> R | None:
    """The rule that reads furthest; of two that read as far, the first."""
    start = furthest = cursor.position
    longest: R | None = None
    for read in rules:
        cursor.position = start
        result = read(cursor)
        if result is not None and cursor.position > furthest:
            longest, furthest = result, cursor.position
    cursor.position = furthest
    return longest
