"""The head of a published table: where it stands, which of its columns are periods, and what words usually name."""

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil

from service.errors import Invalid
from service.exchange.rows import CellProblem, FileRow
from service.exchange.usual_heads import usual_field

LOOKED_AT = 25
"""Rows in which the head is looked for; titles and notes above it are skipped."""
_SHARE = 0.6
_TITLES = 4
"""Rows of titles that may stand between."""
"""The head names at least so many of the columns that the fullest row fills."""
_MONTH = (
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|fév|avr|juin|juil|aoû|déc|ene|abr|ago|dic"
    r"|gen|mag|giu|lug|set|ott|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд|янв|фев|мар|апр|мая|май|июн|июл"
    r"|авг|сен|окт|ноя|дек|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru)[^\W\d_]*\.?"
)
_YEAR = r"(?:1[5-9]|20|21)\d\d"
PERIOD = re.compile(
    rf"{_YEAR}(?:[-/]\d\d)?|FY ?{_YEAR}|{_YEAR}-\d\d-\d\d|{_YEAR}[- ]?[QTK][1-4]|[QTK][1-4][- /]{_YEAR}|{_YEAR}M\d\d"
    rf"|{_MONTH}[- ]{_YEAR}|{_MONTH}-\d\d|(?:\d\d? )?{_MONTH} {_YEAR}|{_MONTH} \d\d?,? {_YEAR}|\d\d?\.\d\d?\.{_YEAR}",
    re.IGNORECASE,
)
_STATUS = (
    r"\(?(?:est\.?|estimates?|estimated|projections?|projected|proj\.|forecast|prelim\.?|preliminary|provisional)\)?"
)
"""Behind a period: what kind of figure stands below. It stays, for the reading of the period knows it."""
_PERIOD_SAID = re.compile(rf"(?:as of )?(?:{PERIOD.pattern})(?:,? {_STATUS})?", re.IGNORECASE)
_MARKED = re.compile(r"\s*(?:\[[^\]]{1,12}\]|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+)$")
"""Behind a period in a head: the World Bank's "2020 [YR2020]", a footnote."""
_REMARKED = re.compile(rf"(?P<period>{PERIOD.pattern}) ?\([^\W\d_][^()]{{0,20}}\)", re.IGNORECASE)
"""A year with what kind of figure stands below: "2020 (Census)"."""
_YEAR_BEHIND = re.compile(rf"(?P<of>\S.*?)(?:[ _-]+\(?|(?<=[^\W\d_]))(?P<year>{_YEAR})\)?")
_YEAR_BEFORE = re.compile(rf"(?P<year>{_YEAR})[ _-]+(?P<of>[^\W\d_].*)")
_PERIOD_BEHIND = re.compile(r"(?P<of>[^()]*[^\W\d_])(?:,? ?\((?P<bracket>[^()]+)\)|, (?P<comma>[^,]+(?:, \d{4}.*)?))")
_LONGEST_DATED = 200
"""In characters; what is longer is no head with a date."""
_ESTIMATED = re.compile(
    rf"(?P<of>[^\W\d_].*?),? (?P<year>{_YEAR} {_STATUS})|(?P<mid>mid-?year [^\W\d_].*?),? (?P<of_mid>{_YEAR})",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)")
_CENTURY = 2000
_ORDERS = {"month first": (0, 1), "day first": (1, 0)}
_NUMBER = re.compile(r"[-+−]?[$€£¥]?(?:\d[\d.,' \u00a0\u202f]*|[.,]\d+)\s?%?")
_DAY = re.compile(r"\d\d?\.\d\d?\.\d{4}")
MISSING = frozenset(
    {"", "-", "–", "—", "--", ".", "..", "...", "…", ":", "/", "x", "n/a", "na", "n.a.", "n.a", "nan", "null", "none"}
    | {
        "#n/a",
        "nd",
        "n.d.",
        "k.a.",
        "k. a.",
        "s/d",
        "(na)",
        "(d)",
        "missing",
        "not available",
        "н/д",
        "***",
        "**",
        "*",
        "(x)",
        "(z)",
    }
    | {
        "(s)",
        "#div/0!",
        "#ref!",
        "#value!",
        "<na>",
        "n.v.",
        "nc",
        "n.c.",
        "ns",
        "keine angabe",
        "‒",
        "―",
        "c",
        "s",
        "z",
        "u",
    }
)
"""What stands in a cell that holds no figure, in lower case."""

_FLAGGED = re.compile(r":\s?\(?[a-z]{1,3}\)?")
"""Eurostat's: not there, and why."""


def is_missing(cell: str) -> bool:
    """Tell whether a cell says that there is no figure."""
    folded = cell.strip().casefold()
    return folded in MISSING or (folded[0] == ":" and _FLAGGED.fullmatch(folded) is not None)


def is_number(cell: str) -> bool:
    """Tell whether a cell is a figure in digits and nothing else."""
    return _NUMBER.fullmatch(cell.strip()) is not None and _DAY.fullmatch(cell.strip()) is None


def find_head(records: Sequence[FileRow]) -> int | None:
    """Give the place of the row that names the columns: the first that fills most of the table's width."""
    filled = [0 if isinstance(one.cells, CellProblem) else _filled(one.cells) for one in records]
    enough = max(1, ceil(_SHARE * max(filled, default=0)))
    first = next((place for place, count in enumerate(filled) if count >= enough), None)
    return first if first is None else _lower(records, filled, first)


def _lower(records: Sequence[FileRow], filled: Sequence[int], first: int) -> int:
    """Give the head below what seemed to be one: a title with a comma, or names of groups, fills a narrow table too."""
    if _names_fields(records[first]):
        return first
    for place in range(first + 1, min(first + _TITLES, len(records))):
        if filled[place] > filled[first] and _names_fields(records[place]):
            return place
    return first


def _names_fields(record: FileRow) -> bool:
    cells = [] if isinstance(record.cells, CellProblem) else [cell.strip() for cell in record.cells]
    return any(usual_field(cell) is not None for cell in cells if cell) and not any(
        is_number(cell) and not PERIOD.fullmatch(cell) for cell in cells
    )


def upper_heads(above: FileRow | None, width: int) -> list[str]:
    """Give what stands above each column where a row of merged heads does, as years above "deaths" and "cases".

    Such a row leaves the first column free and names two or more; each name reaches as far as the next.
    """
    cells = [] if above is None or isinstance(above.cells, CellProblem) else [cell.strip() for cell in above.cells]
    if not cells or cells[0] or _filled(cells) < 2:  # noqa: PLR2004
        return [""] * width
    uppers, last = [], ""
    for cell in cells[:width]:
        last = cell or last
        uppers.append(last)
    return uppers + [last] * (width - len(uppers))


def periods_in(heads: Sequence[str]) -> dict[str, str]:
    """Give those of the heads that are periods, as they are to be read: days of one order as ISO dates.

    Raises:
        Invalid: Days such as 3/4/20 stand there, and nothing tells which number is the month.
    """
    plain = {head: _MARKED.sub("", head.strip()) for head in heads}
    slashed = {head: found for head, text in plain.items() if (found := _SLASHED.fullmatch(text))}
    periods = {head: text for head, text in plain.items() if _PERIOD_SAID.fullmatch(text)}
    periods |= {head: found["period"] for head, text in plain.items() if (found := _REMARKED.fullmatch(text))} | periods
    if slashed:
        periods |= dict(zip(slashed, _days(list(slashed.values())), strict=True))
    return periods


def years_behind(heads: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give what is measured and the year, of heads that name both, as "votes_2012" beside "votes_2016".

    One alone may be a name ("Agenda 2030"): the same words stand with two years at least.
    """
    found = {
        head: (one["of"].strip(" _-"), one["year"])
        for head in heads
        if (one := _YEAR_BEHIND.fullmatch(head.strip()) or _YEAR_BEFORE.fullmatch(head.strip()))
    }
    stems = [of.casefold() for of, _ in set(found.values())]
    return {head: (of, year) for head, (of, year) in found.items() if stems.count(of.casefold()) > 1}


def dated_heads(heads: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give what is measured and when, of heads that name both: "Population (1 July 2020)", "Population, July 2020".

    A year without a bracket or a comma is told by `years_behind`, or by what says that it is a figure's: "2020 est.".
    """
    dated = {}
    for head in (one for one in heads if len(one) <= _LONGEST_DATED):
        found = _PERIOD_BEHIND.fullmatch(head.strip())
        period = (found["bracket"] or found["comma"]).strip() if found else ""
        if found and _PERIOD_SAID.fullmatch(period):
            dated[head] = (found["of"].strip(), period)
        elif found := _ESTIMATED.fullmatch(head.strip()):
            dated[head] = (found["of"] or found["mid"], found["year"] or found["of_mid"])
    return years_behind(heads) | dated


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _days(found: Sequence["re.Match[str]"]) -> list[str]:
    """Read days in the one order that fits all of them; where both do, in the one in which they follow each other."""
    read = {name: days for name, order in _ORDERS.items() if (days := _in_order(found, order)) is not None}
    rising = {name: days for name, days in read.items() if all(a < b for a, b in itertools.pairwise(days))}
    fitting = read if len(read) == 1 else rising
    if len(fitting) > 1:
        fitting = _daily(fitting) or fitting
    if len(fitting) != 1:
        shown = found[0].group()
        raise Invalid(f'Nothing tells whether "{shown}" is month or day first. Write the heads as 2020-01-31.', "body")
    return [day.isoformat() for days in fitting.values() for day in days]


def _daily(fitting: Mapping[str, list[date]]) -> dict[str, list[date]]:
    """Take the order in which each day follows the last, unless the other one tells the first of each month."""
    return {
        name: days
        for name, days in fitting.items()
        if len(days) > 1
        and days[-1] - days[0] == timedelta(days=len(days) - 1)
        and not any(other[0].day == 1 for order, other in fitting.items() if order != name)
    }


def _in_order(found: Sequence["re.Match[str]"], order: tuple[int, int]) -> list[date] | None:
    days = []
    for one in found:
        numbers, year = (int(one[1]), int(one[2])), int(one[3])
        try:
            days.append(date(year if len(one[3]) > 2 else _CENTURY + year, numbers[order[0]], numbers[order[1]]))  # noqa: PLR2004
        except ValueError:
            return None
    return days
