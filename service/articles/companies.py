"""The company that a text is about: "Nordwind Airlines said …", whose revenue, passengers and jobs the figures are."""

import re
from collections.abc import Sequence

from service.articles.lexicon import lower
from service.articles.words import TIME, Word
from service.reading.place import find_places

_LONGEST = 4
"""Words of a company's name."""
_BUSINESS = re.compile(
    r"(?<!\w)(?:revenues?|turnover|profits?|net\sloss|shareholders?|shares|compan(?:y|ies)|carmaker|airline|carrier|retailer|maker|firm|group"
    r"|umsatz\w*|gewinn\w*|konzern\w*|unternehmen\w*|aktien?|autobauer|hersteller|händler|fluggesellschaft|chiffre\sd['’]affaires|bénéfices?"
    r"|entreprise|groupe|constructeur|ventas|beneficios?|ingresos|empresa|compañía|acciones|ricavi|fatturato|utile|azienda|gruppo|azioni"
    r"|przychody|zysk\w*|spółk\w+|firm\w+|akcje|receitas?|lucros?|companhia|ações|выручк\w+|прибыл\w+|компани\w+|акции|виручк\w+|прибут\w+"
    r"|компані\w+|акції)(?!\w)"
)
_LEAST_BUSINESS = 2
_FORMS = frozenset({"Inc", "Corp", "Ltd", "Plc", "PLC", "AG", "SE", "GmbH", "SA", "SpA", "NV", "Co", "LLC"})
_VERBS = frozenset({"report", "verb", "state", "have", "be", "modal"})


def company_of(title: str | None, first: Sequence[Word], text: str, language: str) -> str | None:
    """Give the company with which a text about business begins, and which it names again.

    Args:
        title: The headline.
        first: The words of the first sentence.
        text: All of the text.
        language: In German every noun has a capital, so that only the last of them is the name.
    """
    if len(_BUSINESS.findall(lower(text))) < _LEAST_BUSINESS:
        return None
    names: list[str] = []
    words = _behind_kind(first[1:] if first and first[0].does in ("determiner", "of") else first)
    while words and words[0].does in ("word", "name") and words[0].text[:1].isupper() and len(names) <= _LONGEST:
        names.append(words.pop(0).text)
    while len(words) > 1 and (words[0].text == "." or (words[0].does == "preposition" and words[1].does == TIME)):
        words = words[1 + (words[0].does == "preposition") :]
    names = names[:-1] if len(names) > 1 and names[-1] in _FORMS else names
    if not names or not words or words[0].does not in _VERBS:
        return None
    name = names[-1] if language == "de" else " ".join(names)
    again = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", f"{title or ''}\n{text}"))
    is_short = re.search(rf"(?<!\w){re.escape(names[0])}(?!\w)", title or "") is not None
    is_place = any(True for _ in find_places(name))
    return name if (again > 1 or is_short) and len(name) > 1 and not is_place else None


def _behind_kind(words: Sequence[Word]) -> list[Word]:
    """Leave out what kind of company it is: "[Swedish carmaker] Norvik Motors"."""
    for at, word in enumerate(words[:_LONGEST]):
        following = words[at + 1].text[:1] if at + 1 < len(words) else ""
        if following.isupper() and _BUSINESS.fullmatch(word.low):
            return list(words[at + 1 :])
    return list(words)
