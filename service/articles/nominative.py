"""Names of places by themselves, of those that end otherwise behind "in": "в Україні"."""

from functools import lru_cache

from service.reading.place import read_place

_ENDINGS = (
    ("ській області", "ська область"),
    ("цькій області", "цька область"),
    ("ской области", "ская область"),
    ("цкой области", "цкая область"),
    ("ському районі", "ський район"),
    ("щині", "щина"),
    ("щине", "щина"),
    ("єві", "їв"),
    ("ові", "ів"),
    ("ії", "ія"),
    ("ии", "ия"),
    ("ині", "ина"),
    ("і", "а"),
    ("і", "о"),
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
_OF_REGIONS = frozenset({"щині", "щине"})
_PLURALS = (("цях", "ці"), ("ях", "і"), ("ах", "и"))
"""How names end that are plurals, known or not: "Чернівцях"."""
"""How names of places end behind "в" in Ukrainian and Russian, and how they end by themselves."""


@lru_cache(maxsize=4096)
def nominative_of(name: str) -> str | None:
    """Give a name in Cyrillic letters as it stands by itself, where the names of places are known so: "Україні"."""
    if not name.isascii() and "а" <= name[-1] <= "ґ":
        for ending, own in _ENDINGS:
            if not name.endswith(ending):
                continue
            candidate = f"{name.removesuffix(ending)}{own}"
            if " " in ending or ending in _OF_REGIONS or (len(candidate) > 1 and _is_known(candidate)):
                return candidate
    return None


def of_plural(name: str) -> str:
    """Give a name that is a plural as it stands by itself: "Чернівцях"."""
    for ending, own in _PLURALS:
        if name.endswith(ending):
            return f"{name.removesuffix(ending)}{own}"
    return name


def _is_known(name: str) -> bool:
    """Tell a country, or a town that has another name in English."""
    place = read_place(name)
    return place.key[:2].isupper() or place.name != name
