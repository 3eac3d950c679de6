"""The words of figures, loaded from `figures.toml` of each language.

A lexicon joins the files of several languages. Where two languages write the same word, the earlier one keeps it: so
"billion" is 1e9 unless the text is known to be German, and the Spanish "a" never becomes a preposition in English.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from service.reading.figures.numerals import EXACT
from service.reading.figures.tokens import Token, fold, tokens_of
from service.reading.figures.unit_names import unit_names
from service.reading.languages import english_measures
from service.reading.lexicon_files import LANGUAGES, WORLD, load
from service.reading.tags import base_of

_TEN, _THOUSAND, _LONG_ENOUGH = 10, 1000, 4

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one or more words → what they mean; the longest match wins."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, phrase: str, meaning: T) -> None:
        """Add a phrase, unless it is there already."""
        words = words_of(phrase)
        entries = self._by_first.setdefault(words[0], [])
        if all(known != words for known, _ in entries):
            entries.append((words, meaning))
            entries.sort(key=lambda entry: -len(entry[0]))

    def replace(self, phrase: str, meaning: T) -> None:
        """Give a phrase its meaning, whatever it meant before."""
        words = words_of(phrase)
        self._by_first[words[0]] = [entry for entry in self._by_first.get(words[0], ()) if entry[0] != words]
        self.add(phrase, meaning)

    def match(self, tokens: Sequence[Token], at: int) -> tuple[T, int] | None:
        """Give the meaning of the longest phrase that starts at a token, and the index after it."""
        entries = self._by_first.get(tokens[at].low)
        if entries is None:
            return None
        for words, meaning in entries:
            if len(words) == 1:
                return meaning, at + 1
            if all(tokens[at + index].low == word for index, word in enumerate(words) if at + index < len(tokens)):
                return meaning, at + len(words)
        return None

    def starts(self) -> Iterable[str]:
        """Give all first words."""
        return self._by_first.keys()

    def all_words(self) -> Iterable[str]:
        """Give all words of all phrases."""
        return (word for entries in self._by_first.values() for words, _ in entries for word in words)


class Scale(NamedTuple):
    """A word that multiplies, and the decimal sign of the language it is of."""

    factor: Decimal
    decimal_sign: str


class Lexicon:
    """The joined words of one or more languages."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self.decimal_sign: str | None = None
        self.cardinals: dict[str, Decimal] = {}
        self.scales: dict[str, Scale] = {}
        self.glued_scales: dict[str, Scale] = {}
        self.ordinals: dict[str, int] = {}
        self.refused_ordinals: dict[str, int] = {}
        self.words: dict[str, Phrases[str]] = {}
        self.skipped_before: Phrases[str] = Phrases()
        self.skipped_after: Phrases[str] = Phrases()
        self.before, self.after = Phrases[str](), Phrases[str]()
        self.vague: Phrases[tuple[Decimal, Decimal]] = Phrases()
        self.direction_before: Phrases[str] = Phrases()
        self.direction_after: Phrases[str] = Phrases()
        self.ratios: Phrases[Decimal] = Phrases()
        self.shares: Phrases[Decimal] = Phrases()
        self.mixed: dict[str, Decimal] = {}
        self.invariable: set[str] = {"halves"}
        self.percent: Phrases[str] = Phrases()
        self.denominators: Phrases[str] = Phrases()
        self.adverbs: Phrases[str] = Phrases()
        self.things: dict[str, str] = {}
        self.unit_names: dict[str, str] = {}
        self.language_of: dict[str, str] = {}
        for language in languages:
            _Joining(self, language).join()
        self.plural_ordinals = {f"{word}s": value for word, value in self.ordinals.items()}
        self.small_ordinals = {**self.refused_ordinals, **{word: n for word, n in self.ordinals.items() if n < _TEN}}
        self.plural_scales = _plurals_of(self.scales, _shielded(languages))
        self.number_words = {
            *self.cardinals,
            *self.mixed,
            *self.scales,
            *self.ordinals,
            *self.plural_ordinals,
            *self.plural_scales,
        }
        self._signs = {name: load(name, "figures")["decimal"] for name in languages}

    def sign_of_words(self, tokens: Sequence[Token]) -> str | None:
        """Give the decimal sign of the language whose words stand in the text; None when they are of both habits."""
        signs = {self._signs[self.language_of[token.low]] for token in tokens if token.low in self.language_of}
        return signs.pop() if len(signs) == 1 else None

    def word(self, role: str, tokens: Sequence[Token], at: int) -> int:
        """Give the index after the words of a role ("to", "and" …), or the same index when they do not stand there."""
        phrases = self.words.get(role)
        found = phrases.match(tokens, at) if phrases else None
        return found[1] if found else at


class _Joining:
    """Joins one language's file; phrases of an earlier language are left as they are."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self.lexicon = lexicon
        self.language = language
        self.data = load(language, "figures")
        shielded = _shielded(lexicon.languages) if language != "en" else frozenset()
        self.known = {*lexicon.language_of, *shielded}
        self.decimal_sign: str = self.data["decimal"]

    def join(self) -> None:
        lexicon, data = self.lexicon, self.data
        if lexicon.decimal_sign is None:
            lexicon.decimal_sign = self.decimal_sign
        self._plain(lexicon.cardinals, data.get("cardinals", {}), Decimal)
        self._plain(lexicon.scales, data.get("scales", {}), self._scale)
        for name, factor in data.get("glued_scales", {}).items():
            lexicon.glued_scales.setdefault(name, self._scale(factor))
        self._plain(lexicon.ordinals, data.get("ordinals", {}), int)
        self._plain(lexicon.mixed, data.get("mixed", {}), lambda text: EXACT.divide(*fraction_of(text)))
        if self.language != "en":
            lexicon.invariable |= set(data.get("ordinals", {}))
        self._plain(lexicon.refused_ordinals, data.get("ordinals_only", {}), int)
        self._plain(lexicon.things, _inverted(data.get("things", {})), str)
        for name, unit in {**unit_names(self.language), **data.get("units", {})}.items():
            if name not in self.known:
                lexicon.unit_names.setdefault(name, unit)
        self._phrases()
        for first in self._all_words():
            lexicon.language_of.setdefault(first, self.language)

    def _scale(self, factor: str) -> Scale:
        return Scale(Decimal(factor), self.decimal_sign)

    def _plain(self, into: dict[str, Any], words: dict[str, Any], make: Any) -> None:
        for word, value in words.items():
            if word not in self.known:
                into.setdefault(word, make(value))

    def _phrases(self) -> None:
        lexicon, data = self.lexicon, self.data
        for role, phrases in data.get("words", {}).items():
            self._add(lexicon.words.setdefault(role, Phrases()), dict.fromkeys(phrases, role))
        skipped = data.get("skipped", {})
        self._add(lexicon.skipped_before, dict.fromkeys(skipped.get("before", ()), ""))
        self._add(lexicon.skipped_after, dict.fromkeys(skipped.get("after", ()), ""))
        for name, sides in data.get("approximators", {}).items():
            self._add(lexicon.before, dict.fromkeys(sides.get("before", ()), name))
            self._add(lexicon.after, dict.fromkeys(sides.get("after", ()), name))
        self._add(lexicon.vague, {key: (Decimal(low), Decimal(high)) for key, (low, high) in self._get("vague")})
        for name, sides in data.get("directions", {}).items():
            self._add(lexicon.direction_before, dict.fromkeys(sides.get("before", ()), name))
            self._add(lexicon.direction_after, dict.fromkeys(sides.get("after", ()), name))
        self._moves()
        self._add(lexicon.ratios, {key: Decimal(value) for key, value in self._get("ratios")})
        self._add(lexicon.shares, {key: EXACT.divide(*fraction_of(value)) for key, value in self._get("shares")})
        self._add(lexicon.percent, _inverted(data.get("percent", {})))
        self._add(lexicon.denominators, _inverted(data.get("denominators", {})))
        self._add(lexicon.adverbs, _inverted(data.get("adverbs", {})))

    def _moves(self) -> None:
        """Join each verb of a move with what stands before the change, the level reached and the level left."""
        moves: dict[str, list[str]] = self.data.get("moves", {})
        for name in ("up", "down", "moved"):
            for verb in moves.get(name, ()):
                joined = {f"{verb} {by}": name for by in (*moves["by"], *moves["source"])}
                self._add(self.lexicon.direction_before, joined | {f"{verb} {to}": "level" for to in moves["to"]})
        for name, nouns in (("up", "rise"), ("down", "fall")):
            for noun in moves.get(nouns, ()):
                named = (noun, *(f"{article} {noun}" for article in moves["articles"]))
                phrases = (f"{form} {of}" for form in named for of in moves["of"])
                self._add(self.lexicon.direction_before, dict.fromkeys(phrases, name))

    def _get(self, section: str) -> Iterable[tuple[str, Any]]:
        items: dict[str, Any] = self.data.get(section, {})
        return items.items()

    def _add(self, into: Phrases[Any], phrases: dict[str, Any]) -> None:
        for phrase, meaning in phrases.items():
            if phrase not in self.known:
                into.add(phrase, meaning)

    def _all_words(self) -> Iterable[str]:
        for section, content in self.data.items():
            if isinstance(content, dict) and section not in {"units", "glued_scales", "moves"}:
                yield from _phrases_in(content)


def _plurals_of(scales: dict[str, Scale], shielded: frozenset[str]) -> dict[str, Scale]:
    return {f"{word}s": scale for word, scale in scales.items() if len(word) > 1 + 1 and f"{word}s" not in shielded}


def _shielded(languages: Sequence[str]) -> frozenset[str]:
    """Give the words that stay English where languages are joined: "cents" are no hundreds, "miles" no thousands."""
    return english_measures() if languages[0] == "en" else frozenset()


@lru_cache(maxsize=1)
def unknown_scales() -> frozenset[str]:
    """Give the words that multiply in some language, here or elsewhere, from a thousand on."""
    ours = (
        word
        for name in LANGUAGES
        for word, factor in load(name, "figures")["scales"].items()
        if Decimal(factor) >= _THOUSAND
    )
    listed: list[str] = load(WORLD, "unread_scales")["scales"]
    return frozenset({*(word for word in ours if len(word) >= _LONG_ENOUGH), *listed}) - english_measures()


def _phrases_in(content: dict[str, Any]) -> Iterable[str]:
    """Give the phrases of a section: its keys where values are figures, else the listed ones."""
    for key, value in content.items():
        if isinstance(value, dict):
            yield from (phrase for phrases in value.values() for phrase in phrases)
        elif isinstance(value, list) and value and not _is_span(value):
            yield from value
        else:
            yield key


def _is_span(value: list[str]) -> bool:
    return all(item[:1].isdigit() for item in value)


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    return {phrase: meaning for meaning, phrases in table.items() for phrase in phrases}


def fraction_of(text: str) -> tuple[Decimal, Decimal]:
    """Split "5/9" into numerator and denominator."""
    over, _, under = text.partition("/")
    return Decimal(over), Decimal(under)


@lru_cache(maxsize=4096)
def words_of(phrase: str) -> tuple[str, ...]:
    """Split a phrase of the lexicon as the text will be split."""
    return tuple(token.low for token in tokens_of(fold(phrase))[:-1])


def lexicon_for(language: str | None) -> Lexicon:
    """Give the words of a language, English filling the gaps; without a language, of all of them, English first.

    Args:
        language: A tag as "de" or "en-AU"; one that has no file is treated as unknown.
    """
    base = base_of(language)
    return _lexicon_of(base if base in LANGUAGES else None)


@cache
def _lexicon_of(base: str | None) -> Lexicon:
    if base is not None:
        return Lexicon([base, *(["en"] if base != "en" else [])])
    lexicon = Lexicon(LANGUAGES)
    lexicon.decimal_sign = None
    return lexicon
