"""What stands beside a figure and says what it is: the noun before it, what is changed from it, the head of a line."""

import re

from service.articles.nouns import PLAIN, Scene, noun_ending, text_of
from service.articles.patterns import wording
from service.articles.words import FIGURE

_LONGEST = 9
"""Words of a name."""
_MEASURES = re.compile(wording("measures"))
"""Nouns that stand right before the measure that they are of, in languages without articles: "площею [4,8 га]"."""


def noun_before(scene: Scene) -> str | None:
    """Give the noun that a figure stands beside: "a profit of [£2m]", "the rate, at [3 %]", "the toll ([31])"."""
    at = scene.at - 1
    words = scene.words
    if at >= 0 and not scene.counts and _MEASURES.fullmatch(words[at].low):
        return words[at].text
    if at < 1 or not (words[at].does == "of" or words[at].text in "(:" or words[at].low in scene.lexicon.beside):
        return None
    is_beside = words[at].low in scene.lexicon.beside
    at -= 1
    if words[at].low in scene.lexicon.valuing:
        return None  # "damage was put at [2.3 billion]"
    if words[at].text == "," and is_beside:
        at -= 1
    elif is_beside and scene.counts and words[at + 1].low not in scene.lexicon.from_what:
        return None
    return noun_ending(scene, at)


def changed_from(scene: Scene) -> str | None:
    """Give what is brought to a figure, or from one: "increasing the toll from [14] to [31]", "cut its rate to"."""
    words, at = scene.words, scene.at - 1
    if at > 1 and words[at].low in scene.lexicon.onto and words[at - 1].does == FIGURE:
        at -= 2
    if at < 1 or words[at].low not in (
        scene.lexicon.from_what | scene.lexicon.onto if words[at + 1].does == FIGURE else scene.lexicon.from_what
    ):
        return None
    noun = noun_ending(scene, at - 1)
    verb = at - 1 - len(noun.split()) if noun else 0
    while verb > 0 and words[verb].does == "determiner":
        verb -= 1
    is_changed = words[verb].low in scene.lexicon.up | scene.lexicon.down or words[verb].low.endswith("ing")
    return noun if noun and verb >= 0 and is_changed else None


def included_in(scene: Scene) -> str | None:
    """Give the noun of which a figure is a part: "more cases of measles, including [165]"."""
    at = scene.at - 1
    if at < 1 or scene.words[at].low not in scene.lexicon.including:
        return None
    at -= 1
    while at > 0 and scene.words[at].does in ("sign", "preposition"):
        at -= 1
    return noun_ending(scene, at)


def head_of_line(scene: Scene) -> str | None:
    """Give what stands before the dash or the colon of a line of a list: "Вінницька область — [700] випадків"."""
    if not 1 < scene.at <= _LONGEST or scene.words[scene.at - 1].text not in ("—", "–", "-", ":"):
        return None
    before = scene.words[: scene.at - 1]
    if before and before[0].text in ("•", "*", "-", "–", "·"):
        before = before[1:]
    is_name = (
        before and all(word.does in (*PLAIN, "of", "determiner") for word in before) and before[0].text[:1].isupper()
    )
    return text_of(before) if is_name else None
