"""The words that mean the same, read from the lexicon once, at import.

A table leads from a run of stems to what it says: words, and qualifiers as "group:value". A qualifier with a question
mark before it is only implied ("inflation" is a change, unless its level is asked for): it yields to one that is said.
"""

from collections.abc import Iterator, Sequence

from service.reading.compounds import meaning_of, split_compound
from service.reading.countries import COUNTRIES
from service.reading.lexicon_files import LANGUAGES, load, words_of_language
from service.reading.words import cut, fold, form_of, stem

Runs = dict[tuple[str, ...], tuple[str, ...]]


def lines() -> Iterator[tuple[str, str, str]]:
    """Every line of the lexicon, as (language, text, what it says); the tests walk them all."""
    for language in LANGUAGES:
        for says, texts in load(language, "metrics").items():
            yield from ((language, text, says) for text in texts)
    for group, entry in load("en", "qualifiers").items():
        for value, texts in entry["values"].items():
            yield from (("en", text, f"{group}:{value}") for text in texts)


def _runs() -> dict[str, Runs]:
    runs: dict[str, Runs] = {language: {} for language in LANGUAGES}
    for language, text, says in lines():
        runs[language].setdefault(run_of(text, language), tuple(says.split()))
    return runs


def run_of(text: str, language: str) -> tuple[str, ...]:
    """The stems of a text, in its order."""
    return tuple(form_of(word, language) for word in cut(fold(text)))


def _loans() -> Runs:
    """What is surely not English may stand in a text without a language: whole words of the other languages."""
    foreign = (line for line in lines() if words_of_language(line[0]).is_lent)
    return {tuple(cut(fold(text))): tuple(says.split()) for _, text, says in foreign}


def _printed_runs() -> dict[str, Runs]:
    """What is said word for word goes first: the stems of "manifestants" and "manifestations" are one."""
    printed: dict[str, Runs] = {language: {} for language in LANGUAGES if language != "en"}
    for language, text, says in lines():
        if language != "en":
            printed[language].setdefault(tuple(cut(fold(text))), tuple(says.split()))
    return printed


RUNS = _runs()
PRINTED = _printed_runs()
LOANS = _loans()
_SMALL_WORDS = {
    language: frozenset(fold(word) for word in words_of_language(language).silent)
    for language in LANGUAGES
    if language != "en"
}
LONGEST = max(len(run) for table in RUNS.values() for run in table)


def rewrite(words: Sequence[str], language: str) -> list[str]:
    """Replace the longest known runs by what they say; a word of no run becomes its stem."""
    return [one for _, meaning in runs_in(words, language) for one in meaning]


def runs_in(words: Sequence[str], language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give each of the longest known runs with what it says; a word of no run with its stem."""
    forms = [form_of(word, language) for word in words]
    at = 0
    while at < len(forms):
        length, meaning = _longest(words, forms, at, language)
        yield tuple(words[at : at + length]), meaning
        at += length


def _longest(words: Sequence[str], forms: Sequence[str], at: int, language: str) -> tuple[int, tuple[str, ...]]:
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        run, printed = tuple(forms[at : at + length]), tuple(words[at : at + length])
        found = PRINTED.get(language, {}).get(printed) or RUNS[language].get(run)
        found = found or _elsewhere(run, printed, language)
        if found is not None:
            return length, found
    parts = split_compound(words[at]) if language == "de" else None
    return 1, (stem(words[at], language),) if parts is None else _said_by(parts)


def _elsewhere(run: tuple[str, ...], printed: tuple[str, ...], language: str) -> tuple[str, ...] | None:
    """Give what a run says in English, as a loan or as a country; "no" of "no Brasil" is no English word."""
    if len(printed) == 1 and printed[0] in _SMALL_WORDS.get(language, ()):
        return None
    found = RUNS["en"].get(run) or LOANS.get(printed)
    country = tuple(form_of(word, "en") for word in printed)
    return found or ((COUNTRIES[country],) if country in COUNTRIES else None)


def _said_by(parts: Sequence[str]) -> tuple[str, ...]:
    """Give what the parts of a compound say; those that stand together in English are read together."""
    said: list[str] = []
    english: list[str] = []
    for part in parts:
        text, is_english = meaning_of(part)
        if is_english:
            english.extend(cut(fold(text)))
        else:
            said += [*rewrite(english, "en"), *text.split()]
            english = []
    return (*said, *rewrite(english, "en"))
