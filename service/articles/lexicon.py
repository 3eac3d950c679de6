"""The words by which running text is read, one file a language; and which language a text is in."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert

from service.articles.forms import with_forms

LANGUAGES = ("en", "de", "fr", "es", "uk", "ru", "it", "pl", "pt")
"""Those whose articles are read; of others the figures are found, with English words around them."""

_LETTERS = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 4_000
"""Characters of a text by which its language is told."""


_INFLECTED = ("state", "verbs", "reporting", "noting", "up", "down", "casualties")
"""Lists that hold one form of a verb for all of its genders and numbers."""


class Lexicon(Struct, frozen=True, forbid_unknown_fields=True):
    """What words of a language do in a sentence. Entries of several words are phrases."""

    language: str
    common: frozenset[str]
    abbreviations: frozenset[str]
    determiners: frozenset[str]
    of: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    pronouns: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    modals: frozenset[str]
    state: frozenset[str]
    verbs: frozenset[str]
    reporting: frozenset[str]
    attribution: frozenset[str]
    attribution_after: frozenset[str]
    comparison: frozenset[str]
    total: frozenset[str]
    people: frozenset[str]
    vague_things: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    places: frozenset[str]
    not_places: frozenset[str]
    casualties: frozenset[str]
    ages: frozenset[str]
    hours: frozenset[str]
    identifiers: frozenset[str]
    onto: frozenset[str]
    including: frozenset[str]
    asking: frozenset[str]
    now: frozenset[str]
    """Tell what stands from what was: "is", "so far", "liegt"."""
    perfect: frozenset[str]
    """What has come to be until it was said: "have been"."""
    same: frozenset[str]
    """The time that the text spoke of last: "the same period", "that day"."""
    closing: frozenset[str]
    """The last day of that time: "the end of the month"."""
    worldwide: frozenset[str]
    noting: frozenset[str]
    """Say that something was counted, and not what happened: "cases recorded"."""
    priced: frozenset[str]
    """Say of a thing that its price is meant: "food cost 5 percent more"."""
    standing: frozenset[str]
    """Verbs of what lasts, and does not happen on a day: "employed [9,800] people"."""
    settlements: frozenset[str]
    """What stands before a name that is a place: "the town of"."""
    binding: frozenset[str]
    """Prepositions that tie a noun to the one before it: "people [without] power"."""
    joining: frozenset[str]
    """Join two nouns: "residents [and] tourists"."""
    adverbs: frozenset[str]
    """Stand beside a noun and are none of its words: "exports [alone]"."""
    needing: frozenset[str]
    """Verbs that say little without what follows: "[live] in poverty", "[left] without power"."""
    idioms: dict[str, str]
    """What is said of those who are counted, and what an editor calls it: "lost their lives" is "killed"."""
    nominal: dict[str, str]
    """What was done to goods, and the name that an editor files it under: "exported" grain is exports of grain."""
    national: frozenset[str]
    """What a country's adjective or name before it makes its own: "Italian exports", "US deaths"."""
    sides: frozenset[str]
    """The part of a place, right before its name: "[western] Kenya", "en el [norte de] Argentina"."""
    briefings: frozenset[str]
    """Where something is said: a place behind them is not that of the figures: "told [reporters] in Kisumu"."""
    event_endings: frozenset[str]
    """How nouns of events end, where they have capitals as names have: "bei Bränden"."""
    again: dict[str, str]
    """Name a time that was told before by its length, `quarter` or `month`: "in the quarter"."""
    since: frozenset[str]
    """Begin a total ("since January"), and compare only behind a superlative: "the highest since 2012"."""
    offices: frozenset[str]
    """What stands between an office and what it is for: "minister [for] Health", "assessore [al] Bilancio"."""
    actors: frozenset[str]
    """Who gives and takes money, and is never what is measured."""
    events: frozenset[str]
    """In what people come to harm, and of what an editor files those who do: "[floods] killed 41 people"."""
    diseases: frozenset[str]
    """Of what cases are, in a text that names no other: "[measles] cases"."""
    suffering: frozenset[str]
    """What is counted of a disease, and says not of which: "[cases]"."""
    vote: dict[str, str]
    """What the `share` of the votes, the `turnout` and the `voters` are called, as a data editor calls them."""
    getting: frozenset[str]
    """Verbs of those who get votes."""
    having: frozenset[str]
    """What stands between a name and its share: "third were the Greens [with]"."""
    in_favour: frozenset[str]
    """What stands between a share and the name: "38.7 percent [for] the National Front"."""
    parties: frozenset[str]
    """Names of parties that are words: "the [Greens]"."""
    beside: frozenset[str]
    """What stands between a noun and its figure: "the rate, [at] 3 %"."""
    from_what: frozenset[str]
    """Stands before what was: "rose [from]"."""
    no_days: frozenset[str]
    """Ordinals and seasons that are days of no month where they stand alone."""
    beside_month: frozenset[str]
    """What stands before a month: "[late] May"."""
    names_of_months: frozenset[str]
    """Names of months that people bear, too."""
    expecting: frozenset[str]
    """Look ahead: "[expects] 200 cases by June"."""
    that: frozenset[str]
    """Begin what somebody says: "said [that] in 2021"."""
    valuing: frozenset[str]
    """Verbs by which somebody says how much a thing comes to: "[put] the damage at $3m"."""
    valued_at: frozenset[str]
    """What stands between the thing and the figure then: "put the damage [at]"."""


@cache
def lexicon_of(language: str) -> Lexicon:
    """Give the words of a language; of one that has none, English ones."""
    name = language if language in LANGUAGES else "en"
    source = files("service.articles") / "lexicon" / f"{name}.toml"
    table = tomllib.loads(source.read_text("utf-8"))
    inflected = {key: with_forms(table[key], name) for key in _INFLECTED}
    return convert({"language": name, **table, **inflected}, Lexicon)


def guess_language(text: str) -> str:
    """Tell the language by its commonest words; English where none of them stands."""
    words = [word.lower() for word in _LETTERS.findall(text[:_LOOKED_AT])]
    counts = {language: sum(word in lexicon_of(language).common for word in words) for language in LANGUAGES}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "en"


@cache
def phrases(entries: frozenset[str]) -> re.Pattern[str]:
    """Give a pattern for phrases as whole words, the longest first; it never matches when there are none."""
    return re.compile(rf"(?<!\w)(?:{_either(entries)})(?!\w)" if entries else r"(?!)")


def _either(entries: Iterable[str]) -> str:
    return "|".join(re.escape(entry) for entry in sorted(entries, key=len, reverse=True))


def lower(text: str) -> str:
    """Lower the letters without moving any: a letter that would become two stays as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
