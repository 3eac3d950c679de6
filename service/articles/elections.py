"""Shares of votes: "Stange received 36 percent" is her share of the vote, where a text tells of an election."""

import re
from collections.abc import Sequence

from service.articles.lexicon import Lexicon, lower
from service.articles.nouns import Scene, noun_ending, subject_of
from service.articles.patterns import wording
from service.articles.words import FIGURE, Word

_VOTING = re.compile(rf"\b{wording('voting')}\b")
_OF_VOTES = re.compile(rf"{wording('of_votes')}\b")
"""Stands behind a share of the votes."""
_VOTED = re.compile(rf"^(?:[^\W\d_]+\s){{0,4}}?{wording('voted')}(?!\s{wording('voted_for')})\b")
_NEAR = 8
"""Words between the verb and the share."""


def is_of_vote(text: str) -> bool:
    """Tell whether a text tells of an election or a vote."""
    return _VOTING.search(lower(text)) is not None


def name_of_share(lexicon: Lexicon) -> str:
    """Give what a share of the votes is called."""
    return lexicon.vote["share"]


def share_of_vote(scene: Scene, candidate: str | None) -> tuple[str, str] | None:
    """Give the name of a share of votes, and whose it is: of the clause's subject, or of whom the text spoke of last.

    Args:
        scene: The share in its sentence.
        candidate: The person whom the sentence before begins with; "she" is her.
    """
    name = name_of_share(scene.lexicon)
    if beside := _named_with(scene):
        return name, beside
    if whose := _named_for(scene) or _named_aside(scene):
        return name, whose
    words = scene.words[max(scene.at - _NEAR, 0) : scene.at]
    behind = " ".join(word.low for word in scene.words[scene.at + 1 : scene.at + 5])
    is_of_votes = _OF_VOTES.search(behind) is not None
    is_got = not scene.lexicon.getting.isdisjoint(word.low for word in words) and not any(
        word.does == FIGURE for word in words
    )
    if not is_got and not is_of_votes:
        return None
    begins = named_first(scene.words)
    subject = subject_of(scene)
    is_party = subject is not None and (is_of_votes or _is_party(subject, scene.lexicon)) and subject[:1].isupper()
    whose = begins or (name_in(subject) or (subject if is_party else None) if subject else candidate)
    return (name, whose) if whose and not _VOTING.search(lower(whose)) else None


def _is_party(name: str, lexicon: Lexicon) -> bool:
    """Tell a party by its letters in capitals, or by a name that parties bear: "SPD", "Grünen"."""
    last = name.rsplit(maxsplit=1)[-1]
    return (last.isupper() and len(last) > 1) or (last[:1].isupper() and lower(last) in lexicon.parties)


def _named_with(scene: Scene) -> str | None:
    """Give the name right before "with" and a share: "third were the Greens with [14.9 percent]"."""
    at = scene.at - 1
    if at < 1 or scene.words[at].low not in scene.lexicon.having:
        return None
    name = noun_ending(scene, at - 1)
    return name_in(name) or name if name and (_is_party(name, scene.lexicon) or name_in(name)) else None


def _named_for(scene: Scene) -> str | None:
    """Give the name behind a share that stands "for" it: "against [38.7 percent] for the ruling National Front"."""
    words, at = scene.words, scene.at + 1
    if at >= len(words) or words[at].low not in scene.lexicon.in_favour:
        return None
    at += 1
    while (
        at < len(words) and (words[at].does == "determiner" or words[at].text[:1].islower()) and at - scene.at < _NEAR
    ):
        at += 1
    names: list[str] = []
    while at < len(words) and words[at].does in ("word", "name") and words[at].text[:1].isupper():
        names.append(words[at].text)
        at += 1
    return " ".join(names) or None


def _named_aside(scene: Scene) -> str | None:
    """Give the name between commas before the verb: "A prefeita, Lúcia Moreira, obteve [39,8%]"."""
    words = scene.words
    for at in range(max(scene.at - _NEAR, 2), scene.at):
        if words[at].low in scene.lexicon.getting and words[at - 1].text == ",":
            name = noun_ending(scene, at - 2)
            return name_in(name) if name else None
    return None


def turnout_of(scene: Scene) -> str | None:
    """Give what those who voted are called: "[71.3 percent] voted" is the turnout, "2.9 million" are voters."""
    found = _VOTED.search(" ".join(word.low for word in scene.words[scene.at + 1 : scene.at + _NEAR]))
    return scene.lexicon.vote["voters" if scene.counts else "turnout"] if found else None


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
