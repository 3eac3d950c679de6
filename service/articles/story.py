"""What a story is of: the event in which people came to harm, or the disease whose cases it counts.

A text names it once, in its headline or its first sentence, and leaves it out where it gives the figures.
"""

from collections.abc import Sequence
from typing import NamedTuple

from service.articles.lexicon import Lexicon, lower
from service.articles.naming import Named
from service.articles.nouns import Scene, subject_of
from service.articles.words import FIGURE, Word, words_of

_KINDS = 3
"""Words that say of what kind an event is: "train accident", "accident de train"."""


class Story(NamedTuple):
    """The event and the disease that a text is of, as it names them."""

    event: str | None = None
    disease: str | None = None


def story_of(title: str | None, first: Sequence[Word], lexicon: Lexicon) -> Story:
    """Give what the headline names, or else the first sentence; of two events neither."""
    told = [words_of(title, lexicon, ()) if title else [], list(first)]
    events = [found for words in told if (found := _events(words, lexicon))]
    diseases = {word.low for words in told for word in words if word.low in lexicon.diseases}
    event = events[0][0] if events and len(events[0]) == 1 else None
    return Story(event, diseases.pop() if len(diseases) == 1 else None)


def named_in_story(named: Named, scene: Scene, story: Story, *, is_then: bool) -> Named:
    """Add the event to those who came to harm, and the disease to cases that are of none.

    Args:
        named: What the figure measures.
        scene: The figure in its sentence.
        story: What the text is of.
        is_then: Whether the figure is of the time of the story.
    """
    lexicon = scene.lexicon
    words = set(lower(named.metric).split())
    if story.disease and story.disease not in words and words <= lexicon.suffering:
        return named._replace(metric=_of_disease(named.metric, story.disease, lexicon))
    if named.subject is not None or words.isdisjoint(lexicon.casualties) or not words.isdisjoint(lexicon.events):
        return named
    agent = _agent(scene)
    if agent is not None:
        return named._replace(subject=agent)
    return named._replace(subject=story.event) if story.event and is_then else named


def _agent(scene: Scene) -> str | None:
    """Give the event that is the subject of the clause: "[floods] killed 41 people"."""
    subject = subject_of(scene)
    is_event = subject is not None and not scene.lexicon.events.isdisjoint(lower(subject).split())
    return subject if is_event else None


def _of_disease(metric: str, disease: str, lexicon: Lexicon) -> str:
    of = {"fr": "de", "es": "de", "it": "di", "pt": "de"}.get(lexicon.language)
    if of:
        return f"{metric} {of} {disease}"
    return f"{metric} {disease}" if lexicon.language in ("pl", "uk", "ru") else f"{disease} {metric}"


def _events(words: Sequence[Word], lexicon: Lexicon) -> list[str]:
    """Give the events that words name, each with what says of what kind it is."""
    return [_with_kind(words, at, lexicon) for at, word in enumerate(words) if word.low in lexicon.events]


def _with_kind(words: Sequence[Word], at: int, lexicon: Lexicon) -> str:
    last = at
    if at + 1 < len(words) and lexicon.language != "de" and _is_name(words[at], words[at + 1]):
        return f"{words[at].text} {words[at + 1].text}"  # "Hurricane Dorian"
    if lexicon.language in ("fr", "es", "it", "pt"):
        if at + 2 < len(words) and words[at + 1].does == "of" and _is_kind(words[at + 2]):
            last = at + 2
        return " ".join(word.text for word in words[at : last + 1])
    first = at
    while lexicon.language == "en" and first and at - first < _KINDS and _is_kind(words[first - 1]):
        first -= 1
    return " ".join(word.text for word in words[first : last + 1])


def _is_name(event: Word, behind: Word) -> bool:
    return event.text[:1].isupper() and behind.does == "word" and behind.text[:1].isupper()


def _is_kind(word: Word) -> bool:
    return word.does == "word" and word.text.islower() and word.does != FIGURE
