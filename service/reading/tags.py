"""Language tags: what "de-AT" and "de_CH" have in common is "de".

What is loaded for a language is kept, and so it is kept by this, and not by the tag as it was given: of those there is
no end.
"""

from functools import cache

from babel.localedata import locale_identifiers


def base_of(tag: str | None) -> str:
    """Give the language of a tag in small letters; nothing for a tag of no language that anybody here knows."""
    base = (tag or "").replace("_", "-").partition("-")[0].lower()
    return base if base in _known() else ""


@cache
def _known() -> frozenset[str]:
    return frozenset(name.partition("_")[0] for name in locale_identifiers())
