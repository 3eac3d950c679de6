"""The forms of a word that a lexicon lists in one: participles and past tenses by gender and number."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

_SETS: dict[str, tuple[tuple[str, ...], ...]] = {
    "uk": (("вся", "лася", "лось", "лося", "лися", "лась"), ("в", "ла", "ло", "ли")),
    "ru": (("лся", "лась", "лось", "лись"), ("л", "ла", "ло", "ли")),
    "pl": (("ł", "ła", "ło", "li", "ły"),),
    "fr": (("é", "ée", "és", "ées"),),
    "es": (("ado", "ada", "ados", "adas"), ("ido", "ida", "idos", "idas")),
    "pt": (("ado", "ada", "ados", "adas"), ("ido", "ida", "idos", "idas")),
    "it": (("ato", "ata", "ati", "ate"), ("ito", "ita", "iti", "ite"), ("uto", "uta", "uti", "ute")),
}
"""Endings that stand for one another, in each language."""
_SHORTEST = 3
"""Letters before an ending."""
_PARTICIPLES = {
    "en": r"\w{3,}ed",
    "de": r"ge\w{3,}(?:t|en)|\w{3,}iert|(?:ver|zer|ent|er|be)\w{3,}t",
    "fr": r"\w{3,}ée?s",
    "es": r"\w{3,}[ai]d[oa]s",
    "it": r"\w{3,}(?:at|it|ut)[ie]",
    "pt": r"\w{3,}[aií]d[oa]s",
    "uk": r"\w{3,}(?:ено|ано|ято|ито|уто)",
    "ru": r"\w{3,}(?:ено|ано|ены|аны|ято|иты)",
    "pl": r"\w{3,}(?:ono|ano|eto|ęto)",
}


def with_forms(words: Iterable[str], language: str) -> frozenset[str]:
    """Give the words with the other genders and numbers of each: "повідомив" stands for "повідомила", too."""
    found = set(words)
    for word in words:
        found.update(_forms_of(word, language))
    return frozenset(found)


def _forms_of(word: str, language: str) -> Iterator[str]:
    for endings in _SETS.get(language, ()):
        for ending in sorted(endings, key=len, reverse=True):
            stem = word.removesuffix(ending)
            if word.endswith(ending) and len(stem) >= _SHORTEST:
                yield from (f"{stem}{other}" for other in endings)
                return


@cache
def participle_of(language: str) -> re.Pattern[str]:
    """Give what participles look like; of a language that has no such rule here nothing does."""
    return re.compile(_PARTICIPLES.get(language, r"(?!)"))


_PASTS = {
    "en": r"\w{3,}ed",
    "de": r"\w{3,}te[nt]?",
    "fr": r"\w{2,}(?:ait|aient|èrent|irent|urent)",
    "es": r"\w{2,}(?:ó|aron|ieron|aban?|ían)",
    "pt": r"\w{2,}(?:ou|[^oó]eu|iu|aram|eram|iram|avam?|iam)",
    "it": r"\w{2,}(?:ò|arono|irono|ava|avano|evano|ivano)",
    "pl": r"\w{2,}(?:ał[aoy]?|ali|ił[aoy]?|ili|ął|ęł[aoy]|ęli|ono|ano|ęto)",
    "uk": r"\w{2,}(?:ал[аои]|ив|ил[аои]|ено|ано|ито|уто|вся|л[аио]ся|лось)",
    "ru": r"\w{2,}(?:ал[аои]|ил[аои]?|лся|л[аио]сь)",
}
"""How verbs end that tell what was, whatever the verb."""
_NO_PASTS = frozenset(
    {
        "need",
        "united",
        "hundred",
        "indeed",
        "speed",
        "heute",
        "bitte",
        "letzten",
        "ersten",
        "zweiten",
        "dritten",
        "meisten",
    }
    | {
        "letzte",
        "zweite",
        "dritte",
        "besten",
        "größten",
        "höchsten",
        "nächsten",
        "jüngsten",
        "weitere",
        "gute",
        "guten",
    }
    | {
        "souhait",
        "museu",
        "europeu",
        "pneu",
        "fait",
        "lait",
        "parfait",
        "mały",
        "mała",
        "cały",
        "cała",
        "całego",
        "stały",
        "skali",
        "fali",
        "sila",
    }
    | {
        "сила",
        "сили",
        "начала",
        "сначала",
        "села",
        "mais",
        "dou",
        "hätte",
        "hätten",
        "rechte",
        "rechten",
        "alte",
        "alten",
    }
)


@cache
def past_of(language: str) -> re.Pattern[str]:
    """Give how verbs end that tell what was; of a language that has no such rule here nothing does."""
    return re.compile(_PASTS.get(language, r"(?!)"))


@lru_cache(maxsize=8192)
def is_past(word: str, language: str) -> bool:
    """Tell a verb of the past by its ending: "przekazali", "transportait", "registrou"."""
    return word[:1].islower() and word not in _NO_PASTS and past_of(language).fullmatch(word) is not None


_PASSIVES = {
    "pl": r"\w{3,}(?:[aoe]nych|tych|[aoe]ne|[aoe]ni|te|ci)",
    "de": r"ge\w{3,}(?:t|en)|\w{3,}iert|(?:ver|zer|ent|er|be)\w{3,}t",
}


@cache
def passive_of(language: str) -> re.Pattern[str]:
    """Give what participles look like before "was" and a figure: "Zniszczonych zostało [11] domów"."""
    return re.compile(_PASSIVES.get(language) or _PARTICIPLES.get(language, r"(?!)"))
