"""The front door for figures: one printed figure to a Quantity, or all the figures of a sentence."""

from collections.abc import Sequence
from decimal import InvalidOperation

from service.claim import Quantity
from service.errors import Unreadable
from service.policy import Policy
from service.reading.figures.compose import print_of, quantity_of
from service.reading.figures.find import Found, find_figures
from service.reading.figures.lexicon import Lexicon, guess_language, lexicon_for
from service.reading.figures.numerals import AmbiguousNumeralError, BadNumeralError
from service.reading.figures.parse import Figure, parse_figure
from service.reading.figures.sides import Context
from service.reading.figures.tail import Tail, read_tail
from service.reading.figures.tokens import END, Token, fold, tokens_of
from service.reading.figures.units import units_for

POINTER = "/quantity"
MAX_CHARACTERS = 500
MAX_SENTENCE = 20_000
UNDERSTOOD = '"85,000", "almost 85 thousand", "600-800 per day", "7.1 %", "€1.2bn", "from 5 to 6 million"'
_COUNTRY = 2
_POLICY = Policy()


def read_quantity(
    given: str,
    *,
    language: str | None = None,
    place: str | None = None,
    unit: str | None = None,
    policy: Policy = _POLICY,
) -> Quantity:
    """Read one figure as printed.

    Args:
        given: "almost 85 thousand", "€1.2bn", "7,15 Mrd. €".
        language: Of the text, as "de" or "en-AU"; settles "1.234" and words that two languages share.
        place: The place's key, as "FR" or "AU/sydney"; settles whose dollars are meant.
        unit: A unit given beside the figure, for a bare number.
        policy: How far trailing zeros are read as rounding.

    Raises:
        Unreadable: With what was given, where reading stopped and what would be understood.
    """
    return _reading(given, language, place, unit, policy)


def _reading(given: str, language: str | None, place: str | None, unit: str | None, policy: Policy) -> Quantity:
    _refuse_hostile(given)
    text = given if not unit else f"{given} {unit}"
    folded = fold(text)
    tokens = tokens_of(folded)
    lexicon = _lexicon(tokens, language)
    context = Context(tokens, lexicon, units_for(lexicon), country_of(place, language))
    figure, tail = _parsed(context, given, folded)
    printed = print_of(figure, policy.trailing_zero_cap_percent, counted=tail.thing is not None)
    return quantity_of(printed, given, tail.thing, tail.text)


def _lexicon(tokens: Sequence[Token], language: str | None) -> Lexicon:
    """Give the words of the language, or of the one that the text's own words tell."""
    return lexicon_for(language or guess_language(tokens))


def _refuse_hostile(given: str) -> None:
    if not given.strip():
        raise Unreadable(POINTER, given, "The quantity is empty.", UNDERSTOOD)
    if len(given) > MAX_CHARACTERS:
        problem = f"The quantity is longer than {MAX_CHARACTERS} characters."
        raise Unreadable(POINTER, given[:80], problem, UNDERSTOOD)
    if any(character < " " or "\ud800" <= character <= "\udfff" for character in given):
        raise Unreadable(POINTER, given, "The quantity holds control characters or half a character.", UNDERSTOOD)


def _parsed(context: Context, given: str, folded: str) -> tuple[Figure, Tail]:
    try:
        figure = parse_figure(context, 0)
        if figure is None:
            raise _stopped(context, given, 0, "no figure stands here")
        return figure, read_tail(context, figure, folded)
    except AmbiguousNumeralError as error:
        raise Unreadable(POINTER, given, f"The number is ambiguous: {error}.", "a number with its language") from error
    except (BadNumeralError, InvalidOperation) as error:
        raise Unreadable(POINTER, given, f"Cannot read the number: {error}.", UNDERSTOOD) from error


def _stopped(context: Context, given: str, index: int, problem: str) -> Unreadable:
    token = context.tokens[index]
    at = None if token is END else (token.start, min(token.end, len(given)))
    return Unreadable(POINTER, given, f"Cannot read the quantity: {problem}.", UNDERSTOOD, at)


def find_quantities(
    text: str, *, language: str | None = None, place: str | None = None, policy: Policy = _POLICY
) -> list[tuple[int, int, Quantity]]:
    """Find the figures of a sentence: where each starts and ends, and what it says. What is ambiguous is left out."""
    found = find_printed(text, language=language, place=place, policy=policy)
    return [(one.start, one.end, quantity_of(one.printed, text[one.start : one.end], None, "")) for one in found]


def find_printed(
    text: str, *, language: str | None = None, place: str | None = None, policy: Policy = _POLICY
) -> list[Found]:
    """Find the figures of a sentence with their bounds still in the printed units."""
    tokens = tokens_of(fold(text[:MAX_SENTENCE]))
    lexicon = lexicon_for(language)
    context = Context(tokens, lexicon, units_for(lexicon), country_of(place, language))
    return list(find_figures(context, policy.trailing_zero_cap_percent))


def country_of(place: str | None, language: str | None) -> str | None:
    """Give the country that settles bare currency names: of the place, otherwise of the language tag ("en-AU")."""
    if place:
        country = place.partition("/")[0]
        return country if len(country) == _COUNTRY and country.isupper() else None
    region = (language or "").replace("_", "-").rpartition("-")[2]
    return region.upper() if len(region) == _COUNTRY and "-" in (language or "").replace("_", "-") else None
