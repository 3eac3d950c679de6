"""The front door for figures: one printed figure to a Quantity, or all the figures of a sentence."""

import re
from decimal import InvalidOperation, localcontext
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from service.claim import Quantity, Status, Unit
from service.errors import Unreadable
from service.policy import Policy
from service.reading.figures.compose import Printed, print_of, quantity_of, unit_of
from service.reading.figures.figure import Figure
from service.reading.figures.find import Found, find_figures
from service.reading.figures.headers import read_header
from service.reading.figures.lexicon import Lexicon, lexicon_for
from service.reading.figures.notes import Noted, blank_footnotes, read_flag, read_status
from service.reading.figures.numerals import EXACT, AmbiguousNumeralError, BadNumeralError
from service.reading.figures.parse import parse_figure
from service.reading.figures.sides import Context
from service.reading.figures.tail import StoppedError, Tail, read_tail
from service.reading.figures.tokens import END, fold, grouped, tokens_of
from service.reading.figures.units import money, units_for
from service.reading.languages import Words, detect_language

POINTER, UNIT_POINTER = "/quantity", "/unit"
MAX_CHARACTERS = 500
MAX_SENTENCE = 2_000
MOST_FIGURES = 200
UNDERSTOOD = '"85,000", "almost 85 thousand", "600-800 per day", "7.1 %", "€1.2bn", "from 5 to 6 million"'
_COUNTRY = 2
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
POLICY = Policy()
_MONEY_OR_BILLION = re.compile(r"[$€£¥₹₴₽]|\d\s+\(?b\)?\s*$")
"""Where no letter is a flag: "$5 b" is five billion, and "8 b" of people may be."""


class Setting(NamedTuple):
    """What stands beside the figure: language, place, unit, policy, and whether the metric needs a unit."""

    language: str | None
    place: str | None
    unit: str | None
    policy: Policy
    needs_no_unit: bool = False
    """Whether the metric counts, or tells a share."""
    told: str | None = None
    """The language that the claim's words tell, where none is given."""
    beside: str | None = None
    """The language that the claim's words beside the figure tell."""
    counts_whole: bool = False
    """Whether what is counted comes in whole numbers: a dot with three digits groups then."""


class Read(NamedTuple):
    """A figure as understood, and the status that a flag behind it gives the claim."""

    quantity: Quantity
    status: Status | None


def read_quantity(
    given: str,
    *,
    language: str | None = None,
    place: str | None = None,
    unit: str | None = None,
    policy: Policy = POLICY,
) -> Quantity:
    """Read one figure as printed.

    Args:
        given: "almost 85 thousand", "€1.2bn", "7,15 Mrd. €".
        language: Of the text, as "de" or "en-AU"; settles "1.234" and words that two languages share.
        place: The place's key, as "FR" or "AU/sydney"; settles whose dollars are meant.
        unit: A unit given beside the figure, for a bare number; where the figure has its own, both must be of one kind.
        policy: How far trailing zeros are read as rounding.

    Raises:
        Unreadable: With what was given, where reading stopped and what would be understood.
    """
    return read_figure(given, Setting(language, place, unit, policy)).quantity


def read_figure(given: str, setting: Setting) -> Read:
    """Read one figure as printed, its footnotes and flags included; see `read_quantity`."""
    with localcontext(EXACT):
        return _from_text(given, setting)


def _from_text(given: str, setting: Setting) -> Read:
    _refuse_hostile(given, POINTER)
    text, status = _without_notes(given, setting)
    quantity, figure = _read(given, text, setting)
    if not setting.unit:
        return Read(quantity, status)
    _refuse_hostile(setting.unit, UNIT_POINTER)
    return Read(_beside_unit(quantity, figure, setting), status)


def _beside_unit(quantity: Quantity, figure: str, setting: Setting) -> Quantity:
    """Complete a bare number with the unit given beside it, or hold the figure's own unit to that one.

    Args:
        quantity: As read without the unit beside it.
        figure: Its text without what stands behind it.
        setting: Holds the unit.
    """
    header = read_header(setting.unit or "")
    is_bare = quantity.unit.dimension == "count" and not quantity.unit.name
    alone = setting._replace(unit=header.unit or None)
    if alone.unit and is_bare:
        _unit_beside(alone)
    elif alone.unit:
        _check_unit(quantity, alone)
    remark = " ".join(word for word in (header.basis, quantity.remark) if word) or None
    if not (header.scale or is_bare):
        return replace(quantity, remark=remark)
    if header.scale and _has_scale(figure, setting):
        problem = "Both the figure and the unit beside it carry a scale."
        raise Unreadable(UNIT_POINTER, setting.unit or "", problem, "a scale in one of the two")
    _check_scale(header.scale, header.said, setting)
    words = (figure, header.scale, header.unit if is_bare else "")
    completed, _ = _read(f"{quantity.as_given} {setting.unit}", " ".join(word for word in words if word), alone)
    return replace(completed, remark=remark)


def _check_scale(scale: str, said: str, setting: Setting) -> None:
    """Refuse "billions" beside figures of a language in which it is a million millions."""
    scales = lexicon_for(setting.language or setting.told).scales
    told = scales.get(said)
    if told is not None and told.factor != scales[scale].factor:
        problem = f'"{said}" is 10^{told.factor.adjusted()} in the language of the text, and 10^9 in English.'
        raise Unreadable(UNIT_POINTER, setting.unit or "", problem, '"bn", "mrd", or the number written out')


def _has_scale(figure: str, setting: Setting) -> bool:
    scales = lexicon_for(setting.language or setting.told).scales
    return any(token.low in scales for token in tokens_of(fold(figure)))


def _without_notes(given: str, setting: Setting) -> Noted:
    """Blank footnotes and flags. A letter apart from the figure is a flag where no unit can be meant by it.

    That is beside a unit that is no money, and for counts and shares. "b" is a break in the series only beside per
    cent: elsewhere it may be a billion, as in "$5 b".
    """
    text = blank_footnotes(given)
    unit = (setting.unit or "").casefold()
    is_percent = "%" in unit or "percent" in unit or "per cent" in unit
    if _MONEY_OR_BILLION.search(text if not is_percent else "") or (unit and _is_money(unit, setting)):
        return read_status(text)
    return read_flag(text) if unit or setting.needs_no_unit else read_status(text)


def _is_money(unit: str, setting: Setting) -> bool:
    found = money().match(tokens_of(fold(read_header(unit).unit)), 0, country_of(setting.place, setting.language))
    return found is not None


def _check_unit(quantity: Quantity, setting: Setting) -> None:
    """Refuse a unit beside the figure that contradicts the figure's own."""
    beside = _unit_beside(setting)
    if beside.dimension not in (quantity.unit.dimension, "count"):
        problem = f'The unit is given as "{setting.unit}", but the figure itself says "{quantity.unit.name}".'
        raise Unreadable(UNIT_POINTER, setting.unit or "", problem, "the figure's own unit, or none")


def _unit_beside(setting: Setting) -> Unit:
    """Read the unit that stands beside, as the unit of a one."""
    try:
        printed, tail = _printed("", f"1 {setting.unit}", setting)
    except Unreadable as error:
        raise _no_unit(setting) from error
    if printed.measure.dimension == "count" and not (tail.text or printed.rate) and printed.bounds.stated.low == 1:
        raise _no_unit(setting)
    return unit_of(printed.measure, printed.rate, tail.thing, tail.text)


def _no_unit(setting: Setting) -> Unreadable:
    understood = '"people", "%", "km", "million euros", "per day"'
    return Unreadable(UNIT_POINTER, setting.unit or "", "Cannot read the unit.", understood)


def _read(given: str, text: str, setting: Setting) -> tuple[Quantity, str]:
    """Give the quantity, and the text without what stands behind the figure."""
    printed, tail = _printed(given, text, setting)
    quantity = quantity_of(printed, given, tail.thing, tail.text)
    if tail.remark_at is None:
        return quantity, text
    remark = text[tail.remark_at :].strip(" ,;:.")
    return replace(quantity, remark=remark or None), text[: tail.remark_at].rstrip(" ,;:.([")


class Parsed(NamedTuple):
    """A figure with the tokens that it was read from: what `explain` shows."""

    context: Context
    figure: Figure
    tail: Tail


def _printed(given: str, text: str, setting: Setting) -> tuple[Printed, Tail]:
    parsed = parse(given, text, setting)
    cap, is_counted = setting.policy.trailing_zero_cap_percent, parsed.tail.thing is not None
    return print_of(parsed.figure, cap, counted=is_counted), parsed.tail


def parse(given: str, text: str, setting: Setting) -> Parsed:
    """Parse one figure; `given` is what an error quotes."""
    folded = fold(text)
    tokens = tokens_of(folded)
    lexicon = _lexicon(folded, setting)
    country = country_of(setting.place, setting.language)
    context = Context(tokens, lexicon, units_for(lexicon), country, full=True)
    if setting.beside == "en" and lexicon.decimal_sign != "." and any(_THREE.fullmatch(token.text) for token in tokens):
        _refuse_mixed(given, folded)
    if setting.counts_whole and lexicon.decimal_sign is None:
        context = context._replace(tokens=grouped(tokens))
    return Parsed(context, *_parsed(context, given, folded))


_THREE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def _refuse_mixed(given: str, folded: str) -> None:
    """Refuse "2,875 miles de millones" in an English claim: its comma can be of either language."""
    if detect_language((Words(folded),)) not in (None, "en"):
        problem = "The number is ambiguous: the claim is in English, the words of the figure are not."
        raise Unreadable(POINTER, given, problem, "a number with its language")


def _lexicon(folded: str, setting: Setting) -> Lexicon:
    """Give the words of the language, or of the one that the words of the claim tell; of English also all others.

    English claims quote figures of everywhere, so that "3 milioni" in one is three million.
    """
    language = setting.language or setting.told or detect_language((Words(folded),))
    return lexicon_for(None if language == "en" and not setting.language else language)


def _refuse_hostile(given: str, pointer: str) -> None:
    if not given.strip():
        raise Unreadable(pointer, given[:80], "There is no text.", UNDERSTOOD)
    if len(given) > MAX_CHARACTERS:
        raise Unreadable(pointer, given[:80], f"The text is longer than {MAX_CHARACTERS} characters.", UNDERSTOOD)
    if _NO_TEXT.search(given):
        raise Unreadable(pointer, given, "The text holds control characters or half a character.", UNDERSTOOD)


def _parsed(context: Context, given: str, folded: str) -> tuple[Figure, Tail]:
    try:
        figure = parse_figure(context, 0)
        if isinstance(figure, int):
            raise _stopped(context, given, figure, "no figure stands here")
        return figure, read_tail(context, figure, folded)
    except StoppedError as error:
        raise _stopped(context, given, error.index, str(error)) from error
    except AmbiguousNumeralError as error:
        raise Unreadable(POINTER, given, f"The number is ambiguous: {error}.", "a number with its language") from error
    except (BadNumeralError, InvalidOperation) as error:
        raise Unreadable(POINTER, given, f"Cannot read the number: {error}.", UNDERSTOOD) from error


def _stopped(context: Context, given: str, index: int, problem: str) -> Unreadable:
    token = context.tokens[index]
    at = None if token is END else (token.start, min(token.end, len(given)))
    return Unreadable(POINTER, given, f"Cannot read the quantity: {problem}.", UNDERSTOOD, at)


def find_quantities(
    text: str, *, language: str | None = None, place: str | None = None, policy: Policy = POLICY
) -> list[tuple[int, int, Quantity]]:
    """Find the figures of a sentence: where each starts and ends, and what it says. What is ambiguous is left out."""
    found = find_printed(text, language=language, place=place, policy=policy)
    return [(one.start, one.end, quantity_of(one.printed, text[one.start : one.end], None, "")) for one in found]


def find_printed(
    text: str, *, language: str | None = None, place: str | None = None, policy: Policy = POLICY
) -> list[Found]:
    """Find the figures of a sentence with their bounds still in the printed units."""
    tokens = tokens_of(fold(blank_footnotes(text[:MAX_SENTENCE])))
    lexicon = lexicon_for(language)
    context = Context(tokens, lexicon, units_for(lexicon), country_of(place, language))
    with localcontext(EXACT):
        return list(islice(find_figures(context, policy.trailing_zero_cap_percent), MOST_FIGURES))


def country_of(place: str | None, language: str | None) -> str | None:
    """Give the country that settles bare currency names: of the place, otherwise of the language tag ("en-AU")."""
    if place:
        country = place.partition("/")[0]
        return country if len(country) == _COUNTRY and country.isupper() else None
    region = (language or "").replace("_", "-").rpartition("-")[2]
    return region.upper() if len(region) == _COUNTRY and "-" in (language or "").replace("_", "-") else None
