"""Shares of votes: "Stange received 36 percent" is her share of the vote, where a text tells of an election."""

import re
from collections.abc import Sequence

from service.articles.lexicon import lower
from service.articles.nouns import Scene, subject_of
from service.articles.words import FIGURE, Word

_VOTING = re.compile(
    r"\b(?:elections?|vot(?:e|es|ed|ers|ing)|ballots?|polls|wahl\w*|\w+wahl|stimmen|gewählt|élections?|scrutin|suffrages?|voix"
    r"|elecci(?:ón|ones)|votos?|comicios|вибор\w+|голос\w+|выбор\w+|elezion[ei]|vot[io]|wybor\w+|głos\w+)\b"
)
_SHARES = {
    "en": "share of the vote",
    "de": "Stimmenanteil",
    "fr": "part des voix",
    "es": "porcentaje de votos",
    "it": "percentuale di voti",
    "uk": "частка голосів",
    "ru": "доля голосов",
    "pl": "odsetek głosów",
}
_GETTING = frozenset(
    [
        "got",
        "received",
        "won",
        "polled",
        "took",
        "secured",
        "gained",
        "garnered",
        "scored",
        "obtained",
        "finished",
        "captured",
        "collected",
        "claimed",
        "erhielt",
        "erhielten",
        "bekam",
        "bekamen",
        "holte",
        "holten",
        "erreichte",
        "gewann",
        "kam",
        "erzielte",
        "blieb",
        "obtenu",
        "obtient",
        "recueilli",
        "recueille",
        "remporté",
        "récolté",
        "totalisé",
        "obtuvo",
        "obtuvieron",
        "logró",
        "consiguió",
        "recibió",
        "sacó",
        "ganó",
        "ottenuto",
        "preso",
        "raccolto",
        "набрав",
        "набрала",
        "набрали",
        "отримав",
        "отримала",
        "здобув",
        "здобула",
        "набрал",
        "набрала",
        "получил",
        "получила",
        "uzyskał",
        "uzyskała",
        "zdobył",
        "zdobyła",
        "otrzymał",
        "otrzymała",
    ]
)
_NEAR = 8
"""Words between the verb and the share."""


def is_of_vote(text: str) -> bool:
    """Tell whether a text tells of an election or a vote."""
    return _VOTING.search(lower(text)) is not None


def share_of_vote(scene: Scene, candidate: str | None) -> tuple[str, str] | None:
    """Give the name of a share of votes, and whose it is: of the clause's subject, or of whom the text spoke of last.

    Args:
        scene: The share in its sentence.
        candidate: The person whom the sentence before begins with; "she" is her.
    """
    words = scene.words[max(scene.at - _NEAR, 0) : scene.at]
    if _GETTING.isdisjoint(word.low for word in words) or any(word.does == FIGURE for word in words):
        return None
    begins = named_first(scene.words)
    subject = subject_of(scene)
    behind = " ".join(word.low for word in scene.words[scene.at + 1 : scene.at + 5])
    party = subject if subject and subject[:1].isupper() and _VOTING.search(behind) else None
    whose = begins or (name_in(subject) or party if subject else candidate)
    return (_SHARES[scene.lexicon.language], whose) if whose else None


_PERSON = re.compile(r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+(?:\s(?:de|von|van|der|la|di|da)?\s?[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+)+$")


def name_in(text: str) -> str | None:
    """Give the name of a person at the end of a noun phrase: "the CDU candidate Markus Ulbig"."""
    names = [word for word in text.split() if not word.partition("-")[0].isupper() or "-" not in word]
    found = _PERSON.search(" ".join(names))
    return found[0] if found else None


def named_first(words: Sequence[Word]) -> str | None:
    """Give the person whose name a sentence begins with."""
    names: list[str] = []
    for word in words:
        if word.does != "word" or not word.text[:1].isupper():
            break
        names.append(word.text)
    return name_in(" ".join(names)) if len(names) > 1 else None
