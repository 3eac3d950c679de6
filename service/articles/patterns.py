"""Wordings that one pattern says better than a list of phrases; each language tells its own, in its file.

Texts quote one another and languages share words, so that a pattern is that of all languages together.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from service.articles.lexicon import LANGUAGES


@cache
def _told() -> dict[str, tuple[str, ...]]:
    """Give the wordings by their name, those of all languages."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        source = files("service.articles") / "lexicon" / "patterns" / f"{language}.toml"
        for name, wording in tomllib.loads(source.read_text("utf-8")).items():
            found.setdefault(name, []).append(wording)
    return {name: tuple(wordings) for name, wordings in found.items()}


def wording(name: str) -> str:
    """Give the wordings of a name as one alternative of a pattern."""
    return f"(?:{'|'.join(_told()[name])})"


def whole(name: str) -> re.Pattern[str]:
    """Give a pattern of wordings that stand by themselves, and not within a word."""
    return re.compile(rf"(?<!\w){wording(name)}(?!\w)", re.IGNORECASE)
