"""Of whom or what: subjects brought to one key, their country as a code."""

from collections.abc import Sequence

from service.claim import Subject
from service.reading.countries import COUNTRIES
from service.reading.lexicon_files import LANGUAGES, words_of_language
from service.reading.metric import SILENT
from service.reading.thesaurus import RUNS, run_of
from service.reading.words import cut, fold, form_of, refuse, require_text, stem

UNDERSTOOD = '"Russian army", "general election"'


def _subjects() -> dict[tuple[str, ...], str]:
    """Runs of words to what they are called: armies, elections, and countries by their codes."""
    named = (line for language in LANGUAGES for line in words_of_language(language).subjects.items())
    return COUNTRIES | {run_of(text, "en"): called for called, texts in named for text in texts}


_SUBJECTS = _subjects()
_LONGEST = max(map(len, _SUBJECTS))


def read_subject(given: str, language: str | None = None) -> Subject:
    """Fold who or what is meant to one key: the country's code first, then words in a fixed order.

    "Russian army" and "Armed Forces of the Russian Federation" are both "RU military".

    Args:
        given: The subject in words, at most 500 characters.
        language: BCP 47 tag of the text: its small words say nothing, and words of the thesaurus are put into English.

    Raises:
        Unreadable: Nothing to read, too long, or characters that no text holds.
    """
    spoken = (language or "en").split("-")[0].lower()
    said = _rewrite(cut(fold(require_text(given, "/subject", UNDERSTOOD))), spoken)
    silent = SILENT["en"] | SILENT.get(spoken, frozenset())
    words = sorted({word for word in said if word not in silent}) or sorted(set(said))
    if not words:
        raise refuse(given, "/subject", "There is no word in it.", UNDERSTOOD)
    return Subject(as_given=given, key=" ".join(words))


def _rewrite(words: Sequence[str], language: str) -> list[str]:
    forms = [form_of(word, "en") for word in words]
    said: list[str] = []
    at = 0
    while at < len(forms):
        length = next((n for n in range(_LONGEST, 0, -1) if tuple(forms[at : at + n]) in _SUBJECTS), 0)
        said.extend(_SUBJECTS[tuple(forms[at : at + length])].split() if length else _in_english(words[at], language))
        at += length or 1
    return said


_PEOPLE = {"sex:male": "men", "sex:female": "women", "age:children": "children", "age:youth": "youth"}


def _in_english(word: str, language: str) -> list[str]:
    """Give what the thesaurus says of one word of another language: "terremoto" is earthquake, "uomini" are men."""
    says = RUNS[language].get(run_of(word, language)) if language in RUNS and language != "en" else None
    plain = [_PEOPLE.get(part, part) for part in says or ()]
    if not plain or any(":" in part for part in plain):
        return [stem(word)]
    return [_SUBJECTS.get((form_of(part, "en"),), stem(part)) for part in plain]
