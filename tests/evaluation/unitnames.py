"""Other names for the units of the public sets: what they call "markka" or "Pound", we call by code or full name."""

import re

SYNONYMS = {
    "dollar": {"dollars, unspecified", "usd"},
    "united states dollar": {"usd"},
    "cent": {"cent, dollars, unspecified", "cent, usd"},
    "pence": {"penny, gbp"},
    "penny": {"penny, gbp"},
    "pound": {"gbp", "pound"},
    "pound sterling": {"gbp"},
    "euro": {"eur"},
    "franc": {"francs, unspecified"},
    "finnish markka": {"fim"},
    "canadian dollar": {"cad"},
    "australian dollar": {"aud"},
    "british pound": {"gbp"},
    "japanese yen": {"jpy"},
    "chinese yuan": {"cny"},
    "costa rican colón": {"crc"},
    "sri lankan rupee": {"lkr"},
    "turkish lira": {"try"},
    "rupee": {"inr"},
    "mexican peso": {"mxn"},
    "bitcoin": {"xbt"},
    "ton": {"tonne"},
    "f": {"degree fahrenheit"},
    "c": {"degree celsius"},
    "k": {"kelvin"},
    "degree fahrenheit": {"degree fahrenheit"},
    "kibibyte": {"kibibyte"},
}


def same_unit(ours: str, theirs: str) -> bool:
    """Tell whether two names mean one unit; spelling (metre, meter) and plural do not matter."""
    one, other = _folded(ours), _folded(theirs)
    return one == other or one in SYNONYMS.get(other, set())


def _folded(name: str) -> str:
    name = name.lower().strip()
    name = re.sub(r"metre", "meter", name)
    return re.sub(r"litre", "liter", name)
