"""A time beside the occasion that it is told by: "Hajj season 2019", "Kenyan election, August 2022", "2024 harvest".

An occasion's words say of what the figure is, not when; the time beside them is read as if it stood alone. Only where
one of them is known as an occasion: "2022 banana" is no period.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from service.reading.period.cursor import Cursor, PeriodSetting, is_soft
from service.reading.period.days import Days
from service.reading.period.statement import read_whole
from service.reading.period.words import PeriodToken, lexicon_of, tokenize

_MOST_WORDS = 6
_SAYS_NO_TIME = frozenset({"occasion", "split", "soft", "article", "from", "as_of"})


def read_beside_occasion(text: str, setting: PeriodSetting, languages: Sequence[str]) -> Days | None:
    """Read the time that stands before or behind an occasion; it has to name its year. None where there is none."""
    setting = replace(setting, fiscal_start=None)  # "flu season 2022/23" is no government's year
    for language in languages:
        tokens = tokenize(text, lexicon_of(language))
        for rest in _rests(tokens):
            days = read_whole(Cursor(rest, setting)) if _names_year(rest) else None
            if days is not None:
                return days
    return None


def _rests(tokens: Sequence[PeriodToken]) -> Iterator[Sequence[PeriodToken]]:
    """What is left without an occasion's words at the beginning, or at the end; the longest first."""
    for count in range(1, min(len(tokens), _MOST_WORDS + 1)):
        if _is_occasion(tokens[:count]):
            yield tokens[count:]
        if _is_occasion(tokens[-count:]):
            yield tokens[:-count]


def _is_occasion(tokens: Sequence[PeriodToken]) -> bool:
    says_no_time = all(_is_silent(token) for token in tokens)
    return says_no_time and any("occasion" in token.tags for token in tokens)


def _is_silent(token: PeriodToken) -> bool:
    """Whether it says nothing of time, in English neither: "before the election" is no Polish."""
    if "occasion" in token.tags or is_soft(token):
        return True
    in_english = lexicon_of("en").phrases.get((token.text,), {})
    return token.text[:1].isalpha() and (token.tags.keys() | in_english.keys()) <= _SAYS_NO_TIME


def _names_year(tokens: Sequence[PeriodToken]) -> bool:
    return any(token.digits == 4 or "iso" in token.tags for token in tokens)  # noqa: PLR2004
