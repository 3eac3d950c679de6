"""Where a figure is from: a place of its sentence, of the text before, or the article's own."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from service.articles.lexicon import Lexicon, lower, phrases
from service.articles.times import By
from service.reading.place import find_places, read_place

_LISTED = 3
"""A sentence that names more places than these lists them, and its figures are of all."""
_OF_TITLE = 8
"""What the place of the headline weighs; one of the lead behind "in" weighs 6."""
_THE = r"(?:the|der|die|la|le|el|[уво]|біля|возле|под|під|в)\s"
_NAME = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+(?:\s(?:of|de|du|del|la|da|dos|am|an\sder)?\s?[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+){0,3}"
_DATELINE = re.compile(r"^\s*([A-ZÀ-ÞА-ЯІЇЄҐ][\w.’' -]{2,30}?)(?:,\s[\w. ]{2,24})?\s(?:\([A-Z][\w ]+\)\s)?(?:—|–|--)\s")


class Spot(NamedTuple):
    """A place that a sentence names."""

    start: int
    end: int
    name: str
    """As the text has it; of a known place its name in English."""
    is_known: bool
    is_where: bool
    """Whether "in" stands before it, or it is the text's own spot."""


class Located(NamedTuple):
    """The place of a figure, and how it is known."""

    place: str | None
    by: By
    span: tuple[int, int] | None = None


@lru_cache(maxsize=8)
def _behind(places: frozenset[str], settlements: frozenset[str]) -> re.Pattern[str]:
    words = "|".join(sorted({re.escape(form) for word in places for form in (word, f"{word[0].upper()}{word[1:]}")}))
    kinds = "|".join(re.escape(form) for word in sorted(settlements) for form in (word, word.capitalize()))
    article = r"(?:the\s|der\s|den\s|les\s|la\s|las\s|los\s|le\s)?"
    before = rf"(?:{words})\s{article}(?:(?:[a-zà-þа-яіїєґ]+\s)?(?:{kinds})\s)?|{_THE}(?:{kinds})\s"
    return re.compile(rf"(?<!\w)(?:{before})(?P<name>{_NAME})")


def places_in(sentence: str, lexicon: Lexicon) -> list[Spot]:
    """Give the places that a sentence names, from left to right: those that are known, and names behind "in"."""
    spots: list[Spot] = []
    behind = {found.start("name"): found for found in _behind(lexicon.places, lexicon.settlements).finditer(sentence)}
    for start, end, place, is_adjective in find_places(sentence):
        is_where = any(one <= start < found.end("name") for one, found in behind.items())
        if is_where or (not is_adjective and _is_of_figure(sentence, start, end, lexicon)):
            spots.append(Spot(start, end, place.name, is_known=True, is_where=is_where))
    for start, found in behind.items():
        name = found["name"].removesuffix("'s").removesuffix("’s")
        covered = any(spot.start < found.end("name") and start < spot.end for spot in spots)
        if not covered and name.split()[0] not in lexicon.not_places:
            known = nominative_of(name)
            spots.append(Spot(start, found.end("name"), known or name, is_known=known is not None, is_where=True))
    spots += [
        Spot(found.start(), found.end(), WORLD, is_known=True, is_where=True)
        for found in phrases(lexicon.worldwide).finditer(lower(sentence))
        if all(found.end() <= spot.start or spot.end <= found.start() for spot in spots)
    ]
    return sorted(spots)


WORLD = "worldwide"
_ENDINGS = (
    ("ській області", "ська область"),
    ("цькій області", "цька область"),
    ("ской области", "ская область"),
    ("цкой области", "цкая область"),
    ("ському районі", "ський район"),
    ("єві", "їв"),
    ("ові", "ів"),
    ("ії", "ія"),
    ("ии", "ия"),
    ("ині", "ина"),
    ("і", "а"),
    ("і", ""),
    ("е", "а"),
    ("е", ""),
    ("и", "а"),
    ("ы", "а"),
    ("у", ""),
    ("ю", "я"),
    ("і", "я"),
    ("и", "ь"),
    ("і", "ь"),
)
"""How names of places end behind "в" in Ukrainian and Russian, and how they end by themselves."""


@lru_cache(maxsize=4096)
def nominative_of(name: str) -> str | None:
    """Give a name in Cyrillic letters as it stands by itself, where the names of places are known so: "Україні"."""
    if not name.isascii() and "а" <= name[-1] <= "ґ":
        for ending, own in _ENDINGS:
            if not name.endswith(ending):
                continue
            candidate = f"{name.removesuffix(ending)}{own}"
            if " " in ending or (len(candidate) > 1 and read_place(candidate).key[:2].isupper()):
                return candidate
    return None


def _is_of_figure(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell a place that something belongs to ("population of Hong Kong") from one within a name ("World Bank")."""
    before, behind = sentence[:start], sentence[end:]
    if before.endswith(("-", "–")) or re.match(r"\s[A-ZÀ-Þ]|-", behind):
        return False
    words = lower(before).split()
    last = words[-1] if words and words[-1] not in lexicon.determiners else (words[-2] if len(words) > 1 else "")
    return not words or last in lexicon.of or behind.startswith(("'s", "’s"))


def place_of(spots: Sequence[Spot], start: int, given: str | None, article: str | None) -> Located:
    """Give the place of a figure at an offset: the nearest of its sentence, else the desk's or the article's own."""
    where = [spot for spot in spots if spot.is_where] or [spot for spot in spots if spot.is_known]
    if where and not (article is not None and len({spot.name for spot in spots if spot.is_known}) > _LISTED):
        nearest = min(where, key=lambda spot: abs(spot.start - start))
        return Located(nearest.name, By.SENTENCE, (nearest.start, nearest.end))
    if given is not None:
        return Located(given, By.GIVEN)
    return Located(article, By.ARTICLE) if article else Located(None, By.ASSUMED)


def place_of_article(title: str | None, sentences: Sequence[tuple[str, Sequence[Spot]]]) -> str | None:
    """Give the place that an article is about: its dateline, the first that its lead names, or the commonest."""
    if not sentences:
        return None
    if dateline := _DATELINE.match(sentences[0][0]):
        return dateline[1].title() if dateline[1].isupper() else dateline[1]
    counts: Counter[str] = Counter()
    for at, (_, spots) in enumerate(sentences):
        for spot in spots:
            counts[spot.name] += (3 if at < 2 else 1) * (2 if spot.is_where else 1)  # noqa: PLR2004 - the lead weighs more
    if title and any(word in lower(title) for word in (WORLD, "weltweit", "dans le monde", "en el mundo")):
        counts[WORLD] += _OF_TITLE
    for _, _, place, is_adjective in find_places(title or ""):
        counts[place.name] += 0 if is_adjective else _OF_TITLE
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best is not None and counts[best] > 1 else _only_country(sentences)


def _only_country(sentences: Sequence[tuple[str, Sequence[Spot]]]) -> str | None:
    """Give the one country that a text names at all, also within other names: "the U.S. Bureau of Labor Statistics"."""
    named = {place.key.partition("/")[0]: place.name for text, _ in sentences for _, _, place, _ in find_places(text)}
    countries = [name for key, name in named.items() if key.isupper()]
    return countries[0] if len(countries) == 1 else None


def is_region(head: str) -> bool:
    """Tell whether the head of a line is a place by its own words: "Вінницька область", "Kreis Uelzen"."""
    words = set(lower(head).split())
    return not words.isdisjoint(
        {
            "область",
            "області",
            "район",
            "край",
            "county",
            "province",
            "district",
            "region",
            "kreis",
            "land",
            "département",
            "provincia",
            "м.",
        }
    )
