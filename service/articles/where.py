"""Where a figure is from: a place of its sentence, of the text before, or the article's own."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from service.articles.dateline import Dateline
from service.articles.lexicon import Lexicon, lower, phrases
from service.articles.nominative import nominative_of, of_plural
from service.articles.times import By
from service.claim import Place
from service.reading.place import find_places

_LISTED = 3
"""A sentence that names more places than these lists them, and its figures are of all."""
_OF_TITLE, _OF_TITLE_NAME, _OF_TITLE_WORD, _OF_FIRST, _OF_WIDER, _OF_CITY = 8, 3, 3, 3, 4, 3
"""What places weigh: of the headline, names behind "in" there, its adjectives, the first sentence (twice behind "in"),
and of the dateline."""
_ENOUGH = 2
"""An article is not about a place that weighs no more: one that a later sentence names once."""
_FAR = 40
"""Characters between a figure and a place that cost as much as a comma."""
_LONGEST_SIDE = 16
_BEFORE = 60
"""Characters before a place that tell whether something was said there."""
_NEAR, _STEPS = 3, 5
"""Words between a place and where it was said, and between it and the verb."""
_AHEAD = 3
"""Words between an adjective and what it is of: "Italian wine exports"."""
_NO_PLACES = frozenset({"UN"})
_LETTERS_OF_SIGN = 5
"""Letters of a short name in capitals, of somebody rather than of a place: "near the KPA"."""
_THE = r"(?:[Tt]he|[Dd]er|[Dd]ie|[Ll]a|[Ll]e|[Ee]l|[уво]|біля|возле|под|під|в)\s"
_SIDE = (
    r"(?:(?:the\s|el\s|il\s|le\s)?(?:north|south|east|west|central|nord|süd|ost|mittel|sud|est|ouest|centre|norte|sur|este"
    r"|oeste|centro|ovest|północ|południ|wschod|zachod|північ|півден|південн|сход|захід|заход|север|юг|юж|восток|запад)\w*"
    r"\s(?:(?:of|de|del|di|von|du|della|dell['’])\s?)?)?"
)
"""The part of a place that is told before its name: "in the north of", "en el sur de"."""
_LANDS = (
    r"(?:(?:lake|lago|lac|lac\sde|mount|río|rio|valle\sde|sierra\sde|golfe?\sde|ilha\sd[eao]|serra\sd[eao]|isla\sde|isola\sd['’i]|île\sde|puerto\sde"
    r"|port\sde|port\sof|hafen\svon|porto\sdi)\s?)?"
)
_NEXT = (
    r"(?:neighbou?ring|nearby|(?:be)?nachbarten|angrenzenden|voisine?|vecin[oa]|vicin[oa]|vizinh[oa]|sąsiedni(?:ej|m|ch)|сусідні(?:й|м|х|ому)"
    r"|соседн(?:ей|ем|их))"
)
"""Stands before a place beside the one that was told: "in neighbouring Poland"."""
_CAPITAL = r"(?:in\s)?(?:the\scapital|der\shauptstadt|la\scapitale?|столиці|столице|stolicy),?\s"
_ISLE = r"(?:\sislands?(?!\w)|\s(?:області|области|районі|районе|краї|крае)(?!\w))?"
_DAYS = (
    r"(?!(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|Wochenende|Abend|Morgen|Mittag|Nachmittag|Vormittag"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)(?:s|abend|morgen|nacht|mittag)?(?!\w))"
)
_WORD = rf"{_DAYS}[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+"
_NAME = rf"{_WORD}(?:\s(?:of|de|du|del|la|da|do|das|dos|am|an\sder)?\s?{_WORD}){{0,3}}"


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
    article = rf"(?:the\s|der\s|den\s|les\s|o\s|os\s|as\s|la\s|las\s|los\s|le\s|el\s|l['’])?{_SIDE}"
    of = r"(?:[A-Z][a-z]+(?:an|ese|ish)\s)?(?:[a-zà-þа-яіїєґ]+\s)?"
    kind = rf"{of}(?:{kinds})\s"
    before = rf"(?:{words})\s{article}(?:{_NEXT}\s)?(?:{kind})?|{_THE}{of}(?:{kinds})\s"
    return re.compile(rf"(?<!\w)(?:{before}|{_CAPITAL}|[Нн]а\s(?=\w+щин[іе]))(?P<name>{_LANDS}{_NAME}{_ISLE})")


@lru_cache(maxsize=128)
def _places(text: str) -> tuple[tuple[int, int, Place, bool], ...]:
    """Give the known places of a sentence, which is asked for them more than once."""
    return tuple(find_places(text))


def places_in(sentence: str, lexicon: Lexicon) -> list[Spot]:
    """Give the places that a sentence names, from left to right: those that are known, and names behind "in".

    "Italian wine exports" and "US deaths" name the place of their figures, "Russian troops" do not.
    """
    spots: list[Spot] = []
    behind = {found.start("name"): found for found in _behind(lexicon.places, lexicon.settlements).finditer(sentence)}
    for start, end, place, is_adjective in _places(sentence):
        if place.key in _NO_PLACES:
            continue
        is_where = any(one <= start < found.end("name") for one, found in behind.items())
        is_where = is_where or _is_of_country(sentence, end, lexicon)
        if is_where or (not is_adjective and _is_of_figure(sentence, start, end, lexicon)):
            side = _side_before(sentence, start, lexicon)
            name = sentence[side:end] if side < start else place.name
            spots.append(Spot(side, end, name, is_known=True, is_where=is_where))
    for start, found in behind.items():
        name = found["name"].removesuffix("'s").removesuffix("’s")
        covered = any(spot.start < found.end("name") and start < spot.end for spot in spots)
        is_short = name.isupper() and len(name) <= _LETTERS_OF_SIGN
        is_none = is_short or name.split()[0] in lexicon.not_places or _is_of_noun(sentence, found, lexicon)
        if not covered and not is_none:
            known = nominative_of(name)
            spots.append(
                Spot(start, found.end("name"), known or of_plural(name), is_known=known is not None, is_where=True)
            )
    spots += [
        Spot(found.start(), found.end(), WORLD, is_known=True, is_where=True)
        for found in phrases(lexicon.worldwide).finditer(lower(sentence))
        if all(found.end() <= spot.start or spot.end <= found.start() for spot in spots)
    ]
    return sorted(spot for spot in spots if not _is_of_statement(sentence, spot, lexicon))


def _side_before(sentence: str, start: int, lexicon: Lexicon) -> int:
    """Give where the part of a place begins that stands right before it: "[western] Kenya" is not Kenya."""
    found = phrases(lexicon.sides).search(lower(sentence), max(start - _LONGEST_SIDE, 0), start)
    is_before = found is not None and found.end() + (sentence[found.end() : start] == " ") == start
    return found.start() if found is not None and is_before else start


def _is_of_statement(sentence: str, spot: Spot, lexicon: Lexicon) -> bool:
    """Tell where something was said from where it was so: "told reporters in Kisumu", "said in Geneva"."""
    before = lower(sentence[max(spot.start - _BEFORE, 0) : spot.start])
    clause = before[max(before.rfind(sign) for sign in ',;”"»') + 1 :]
    if any(letter.isdigit() for letter in clause):
        return False
    words = clause.split()
    if found := list(phrases(lexicon.briefings).finditer(clause)):
        return len(clause[found[-1].end() :].split()) <= _NEAR
    saying = lexicon.reporting - lexicon.noting - lexicon.verbs - lexicon.have - lexicon.state
    said = [at for at, word in enumerate(words) if word in saying and not (at and words[at - 1] in lexicon.be)]
    is_said = bool(said) and len(words) - said[-1] <= _STEPS
    return is_said and words[said[-1] + 1 : said[-1] + 2] != [] and lexicon.that.isdisjoint(words[said[-1] + 1 :])


def _is_of_noun(sentence: str, found: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell a common noun or an adjective from a name: "im Einsatz", "у Повітряних силах"."""
    name, behind = found["name"], sentence[found.end() : found.end() + 2]
    if lexicon.language == "de":
        before = lower(sentence[found.start() : found.start("name")])
        is_event = lower(name).endswith(tuple(lexicon.event_endings))  # "bei Bränden"
        return before in _BEFORE_NOUNS or is_event  # "im Einsatz", "in der Woche davor"
    return name.endswith(("их", "ых", "ому", "ской", "ській")) and behind[:1] == " " and behind[1:].islower()


_BEFORE_NOUNS = frozenset({"im ", "in der ", "in den ", "bei der ", "bei den ", "nahe der "})


def _is_of_country(sentence: str, end: int, lexicon: Lexicon) -> bool:
    """Tell what an adjective or a name before a noun is of: of a country's figures, or of somebody of it."""
    words = [word.strip(".,;:") for word in sentence[end : end + 60].split()[:_AHEAD]]
    words = words[: next((at for at, word in enumerate(words) if word[:1].isupper() and "uhr" not in lexicon.hours), 3)]
    return sentence[end : end + 1] == " " and not lexicon.national.isdisjoint(map(lower, words))


def named_again(sentence: str, spots: Sequence[Spot], names: frozenset[str], lexicon: Lexicon) -> list[Spot]:
    """Add the names that the text calls places elsewhere: "Kessana has recorded", "in the Kessana delta"."""
    found = [
        Spot(one.start(), one.end(), name, is_known=True, is_where=False)
        for name in names
        for one in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)
        if all(one.end() <= spot.start or spot.end <= one.start() for spot in spots)
        and _is_of_figure(sentence, one.start(), one.end(), lexicon)
    ]
    return sorted([*spots, *found])


WORLD = "worldwide"
_GENITIVES = re.compile(r"(?:ski|ii|ji|ny|iec|ії|ни|щі|ии|ны|ши)$")
"""How names of countries end that something is of, in languages without a word for "of"."""
_ATTACKS = re.compile(
    r"\s(?:(?:had|has|have|hat|hatte|a|avait|ha|había)\s)?(?:launched|fired|attacked|struck|shelled|bombed|deployed|sent|invaded|abgefeuert|attaqué|lancé|lanzó"
    r"|lanciato|lançou|wystrzelił\w*|запусти\w+|випусти\w+|выпусти\w+|атакува\w+|атакова\w+)(?!\w)"
)
"""Says what a country did to another, which is no figure of its own."""


def _is_of_figure(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell a place that something belongs to ("population of Hong Kong") from one within a name ("World Bank")."""
    before, behind = sentence[:start], sentence[end:]
    if before.endswith(("-", "–")) or re.match(r"\s[A-ZÀ-Þ]|-", behind):
        return False
    words = lower(before).split()
    last = words[-1] if words and words[-1] not in lexicon.determiners else (words[-2] if len(words) > 1 else "")
    following = re.match(r"\s([^\W\d_]+)", behind)
    does = lower(following[1]) if following else ""
    if does in lexicon.reporting - lexicon.noting:
        return False  # "Moscow said"
    if _ATTACKS.match(behind):
        return False  # "Russia had launched 2,800 bombs"
    if does in lexicon.have | lexicon.state | lexicon.verbs | lexicon.noting:
        return last not in lexicon.prepositions  # "sales to Germany fell"
    if lexicon.language in ("pl", "uk", "ru") and words and _GENITIVES.search(sentence[start:end]):
        return last not in lexicon.prepositions  # "Eksport Polski"
    return not words or last in lexicon.of or behind.startswith(("'s", "’s"))


_AT_LARGE = re.compile(
    r"\b(?:nationwide|(?:in|across|throughout|around)\sthe\s(?:whole\s)?country|bundesweit|landesweit|im\s(?:ganzen\s)?land|dans\s(?:tout\s)?le\spays"
    r"|en\s(?:todo\s)?el\spaís|(?:em\stodo\so|n[oe](?:ste|sse)?)\spaís|nel\spaese|in\stutto\sil\spaese|w\s(?:całym\s)?kraju|(?:по|в)\s(?:всій\s)?країні|(?:по|в)\s(?:всей\s)?стране)\b"
)


_LARGE_BEHIND = re.compile(
    r"\s(?:[^\W\d_]+\s)?(?:statewide|nationwide|nationally|countrywide|bundesweit|landesweit|à\sl['’]échelle\snationale|a\snivel\s(?:nacional|estatal)"
    r"|a\slivello\snazionale|em\stodo\so\spaís|w\scałym\skraju|по\sвсій\sкраїні|по\sвсей\sстране)(?!\w)"
)


def is_at_large(sentence: str) -> bool:
    """Tell whether a sentence speaks of the whole country: "in the country", "bundesweit"."""
    return _AT_LARGE.search(lower(sentence)) is not None


def country_of_article(title: str | None, sentences: Sequence[tuple[str, Sequence[Spot]]]) -> str | None:
    """Give the country that an article names most."""
    texts = [title or "", *(text for text, _ in sentences)]
    named = [place for text in texts for _, _, place, _ in _places(text)]
    names = Counter(place.name for place in named if place.key.isupper() and place.key not in _NO_PLACES)
    return next((name for name, _ in names.most_common(1)), None)


def place_of(spots: Sequence[Spot], at: "At", given: str | None, article: str | None) -> Located:
    """Give the place of a figure: the nearest of its sentence, else the desk's or the article's own."""
    if at.is_at_large:
        return Located(at.country, By.SENTENCE) if at.country else Located(None, By.ASSUMED)
    if at.country is not None and not any(spot.is_where and spot.is_known for spot in spots):
        return Located(at.country, By.SENTENCE)
    where = [spot for spot in spots if spot.is_where and not at.is_of_another(spot)]
    where = where or [spot for spot in spots if spot.is_known and not at.is_of_another(spot)]
    if where and not (article is not None and len({spot.name for spot in spots if spot.is_known}) > _LISTED):
        nearest = min(where, key=at.distance)
        return Located(nearest.name, By.SENTENCE, (nearest.start, nearest.end))
    if given is not None:
        return Located(given, By.GIVEN)
    return Located(article, By.ARTICLE) if article else Located(None, By.ASSUMED)


_NEXT_CLAUSE = re.compile(
    r",\s(?:as|after|while|because|when|weil|nachdem|während|alors\sque|tandis\sque|mientras|mentre|enquanto)\s"
)
"""Begins a clause whose place is not that of the figures before it."""


class At(NamedTuple):
    """A figure in its sentence, with where the others begin."""

    sentence: str
    start: int
    others: Sequence[int] = ()
    country: str | None = None
    """Of a sentence that speaks of the whole country, that of the article."""
    end: int = 0

    def distance(self, spot: Spot) -> int:
        """How far a place stands from the figure; a comma between them counts as more words."""
        is_behind = spot.start >= self.end > 0
        between = self.sentence[self.end : spot.start] if is_behind else self.sentence[spot.end : self.start]
        return len(between) + _FAR * (between.count(",") + 2 * between.count(";"))

    @property
    def is_at_large(self) -> bool:
        """Tell "[93 percent] statewide", which is of no place that the sentence names."""
        return self.end > 0 and _LARGE_BEHIND.match(lower(self.sentence), self.end) is not None

    def is_of_another(self, spot: Spot) -> bool:
        """Tell whether a place is that of a figure behind this one: "killed [84] people, 51 of them in Lower Baru"."""
        if spot.start > self.end > 0 and _NEXT_CLAUSE.search(lower(self.sentence[self.end : spot.start])):
            return True
        between = [other for other in self.others if self.start < other < spot.start]
        return bool(between) and "," in self.sentence[self.start : between[-1]]


def place_of_article(
    title: str | None,
    sentences: Sequence[tuple[str, Sequence[Spot]]],
    dateline: Dateline | None = None,
    titled: Sequence[Spot] = (),
) -> str | None:
    """Give the place that an article is about: of its headline, its lead or its dateline, or the commonest."""
    if not sentences:
        return None
    counts: Counter[str] = Counter()
    for at, (_, spots) in enumerate(sentences):
        for spot in spots:
            counts[spot.name] += (1 if at else _OF_FIRST) * (2 if spot.is_where else 1)
    counts.update({spot.name: _OF_TITLE_NAME for spot in titled if spot.is_where and not spot.is_known})
    if title and any(word in lower(title) for word in (WORLD, "weltweit", "dans le monde", "en el mundo")):
        counts[WORLD] += _OF_TITLE
    for start, end, place, is_adjective in _places(title or ""):
        name = next((spot.name for spot in titled if spot.start < end and start < spot.end), place.name)
        counts[name] += _OF_TITLE_WORD if is_adjective else _OF_TITLE
    for name, weight in _of_dateline(dateline):
        counts[name] += weight
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best is not None and counts[best] > _ENOUGH else _only_country(sentences)


def _of_dateline(dateline: Dateline | None) -> list[tuple[str, int]]:
    if dateline is None:
        return []
    known = next((place.name for _, _, place, _ in _places(dateline.city)), dateline.city)
    return [(known, _OF_CITY), *([(dateline.wider, _OF_WIDER)] if dateline.wider else [])]


def _only_country(sentences: Sequence[tuple[str, Sequence[Spot]]]) -> str | None:
    """Give the one country that a text names at all, also within other names: "the U.S. Bureau of Labor Statistics"."""
    named = {place.key.partition("/")[0]: place.name for text, _ in sentences for _, _, place, _ in _places(text)}
    countries = [name for key, name in named.items() if key.isupper() and key not in _NO_PLACES]
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
