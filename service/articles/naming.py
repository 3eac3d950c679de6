"""What a figure of a sentence measures: the thing counted and what happened to it, or the subject of a verb of state.

"At least 37 people were killed"           people killed           counted
"unemployment stood at 6.1%"               unemployment            subject
"a pre-tax profit of £212.4 million"       pre-tax profit          before
"36 % of voters abstained"                 voters abstained        counted
"""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from service.articles.lexicon import Lexicon
from service.articles.words import FIGURE, NAME, TIME, Word

_LONGEST = 9
"""Words of a name."""
_MOST_STEPS = 40
"""Words that are looked back at."""
_PLAIN = frozenset({"word", NAME})
_VERBS = frozenset({"state", "verb", "be", "have", "report", "modal"})
_LINKS = frozenset({"be", "have", "modal", "determiner"})
_BESIDE = frozenset({"bei", "von", "at", "à", "en", "from"})
_FROM = frozenset({"from", "von", "de"})
_EMPTY = frozenset({"number", "total", "figure", "rate", "zahl", "chiffre", "cifra", "кількість", "число"})


class How(Enum):
    """By what the metric of a reading is known."""

    SUBJECT = "subject"
    COUNTED = "counted"
    BOTH = "both"
    BEFORE = "before"
    CARRIED = "carried"


class Named(NamedTuple):
    """What a figure measures, in words; of whom; and how that is known."""

    metric: str
    subject: str | None
    how: How
    event: bool
    """Whether something happened, rather than stood."""
    head: str | None = None
    """Of a line of a list: what stands before the dash."""


class Scene(NamedTuple):
    """A sentence in words, a figure's place among them, and whether it counts things."""

    words: Sequence[Word]
    at: int
    counts: bool
    lexicon: Lexicon


def name_of(scene: Scene, carried: Named | None) -> Named | None:
    """Give what a figure measures; of a sentence that does not tell, what the one before spoke of."""
    head = _head_of_line(scene)
    named = _counted(scene) if scene.counts else _measured(scene)
    if named is None or named.metric.lower() in _EMPTY:
        named = _asked(scene)
    if named is not None and head:
        return named._replace(head=head)
    if named is not None or carried is None:
        return named
    return carried._replace(how=How.CARRIED, head=head)


def _counted(scene: Scene) -> Named | None:
    thing, end = _noun_behind(scene)
    happened = _event_behind(scene, end)
    done = _event_before(scene)
    subject = _subject(scene)
    if not thing and (before := _included_in(scene)):
        return Named(before, None, How.BEFORE, event=bool(happened))
    if happened and not thing:
        return Named(happened, None, How.COUNTED, event=True)
    is_people = _last(thing) in scene.lexicon.people
    if thing and happened:
        return Named(f"{thing} {happened}", None, How.COUNTED, event=True)
    if subject and done is None and _state_before(scene) and (not thing or is_people or _is_empty(subject)):
        return Named(subject, None, How.BOTH if thing else How.SUBJECT, event=False)
    if (before := _noun_before(scene)) and not thing:
        return Named(before, None, How.BEFORE, event=False)
    if thing:
        return Named(f"{thing} {done}" if done else thing, _proper(subject), How.COUNTED, event=done is not None)
    if done:
        return Named(done, _proper(subject), How.BEFORE, event=True)
    return Named(subject, None, How.SUBJECT, event=False) if subject else None


def _measured(scene: Scene) -> Named | None:
    before = _noun_before(scene)
    if before and not _is_change(before, scene.lexicon):
        return Named(before, _proper(_subject(scene)), How.BEFORE, event=False)
    subject = None if before else _subject(scene)
    done = _event_before(scene)
    thing, _ = _noun_behind(scene)
    if thing and done and not _state_before(scene):
        return Named(f"{thing} {done}", _proper(subject), How.COUNTED, event=True)
    if subject and not _is_proper(subject):
        return Named(f"{subject} {done}" if done else subject, None, How.SUBJECT, event=done is not None)
    return _spoken_of(scene, subject, done)


def _spoken_of(scene: Scene, subject: str | None, done: str | None) -> Named | None:
    """Give what a share, a sum or a measure is of, where no noun before it and no subject says so."""
    thing, end = _noun_behind(scene)
    happened = _event_behind(scene, end) if thing else None
    if thing:
        return Named(f"{thing} {happened}" if happened else thing, _proper(subject), How.COUNTED, event=bool(happened))
    if done:
        return Named(done, _proper(subject), How.BEFORE, event=True)
    return Named(subject, None, How.SUBJECT, event=False) if subject else None


def _noun_behind(scene: Scene) -> tuple[str, int]:
    """Give the noun behind the figure ("[943] settlements", "[36 %] of the voters"), and where it ends."""
    words, at = scene.words, scene.at + 1
    skipped = ("of", "determiner", FIGURE) if at < len(words) and words[at].does == "of" else ("of", "determiner")
    while at < len(words) and (words[at].does in skipped or words[at].low in scene.lexicon.vague_things):
        at += 1
    first = at
    while at < len(words) and at - first < _LONGEST and _goes_on(words, at, first, scene.lexicon):
        at += 1
    while at > first and words[at - 1].does in ("of", "determiner", "sign"):
        at -= 1
    return _text(words[first:at]), at


def _goes_on(words: Sequence[Word], at: int, first: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if word.does in _PLAIN:
        is_before_noun = at + 1 < len(words) and words[at + 1].does in _PLAIN
        return at == first or is_before_noun or not _is_participle(word, lexicon)
    following = words[at + 1].does if at + 1 < len(words) else ""
    if word.low.endswith(("их", "ых")):
        return following == "word"
    if word.does in ("verb", "report"):
        return at == first and following == "word"  # "confirmed cases", "wounded soldiers"
    is_link = word.does == "of" or (word.does == "determiner" and at > first and words[at - 1].does == "of")
    return at > first and is_link and following in ("word", "of", "determiner")


def _is_participle(word: Word, lexicon: Lexicon) -> bool:
    is_english = "the" in lexicon.determiners
    return is_english and len(word.low) > 4 and word.low.endswith("ed")  # noqa: PLR2004


def _event_behind(scene: Scene, at: int) -> str | None:
    """Give what happened to the thing: "[37 people] were killed", "[48 apartments] damaged"."""
    words = scene.words
    steps = at
    while steps < len(words) and steps - at < 5 and _is_link(words[steps]):  # noqa: PLR2004
        steps += 1
    if steps == len(words):
        return None
    word = words[steps]
    if word.does in ("verb", "state") or (word.does == "report" and steps > at) or _is_participle(word, scene.lexicon):
        return " ".join(_with_more(words, steps, scene.lexicon))
    return _last_verb(scene, at) if steps > at and "uhr" in scene.lexicon.hours else None


def _with_more(words: Sequence[Word], at: int, lexicon: Lexicon) -> list[str]:
    """Give a participle with what completes it: "confirmed dead", "found alive"."""
    found = [words[at].low]
    while at + 1 < len(words) and words[at + 1].low in lexicon.casualties:
        at += 1
        found.append(words[at].low)
    return found


def _is_link(word: Word) -> bool:
    return word.does in _LINKS or word.low.endswith("ly") or word.low in ("not", "nicht", "pas", "no", "se", "s'", "s’")


def _last_verb(scene: Scene, at: int) -> str | None:
    """Give the participle at the end of a German clause: "wurden bei dem Zugunglück in Lohnau verletzt"."""
    for word in scene.words[at + 1 : at + _MOST_STEPS]:
        if word.does in ("sign", "opening", FIGURE):
            return None
        if word.does in ("verb", "state"):
            return word.low
    return None


def _event_before(scene: Scene) -> str | None:
    """Give what was done to the thing: "recovered [at least ten survivors]", "killed [62]"."""
    at = scene.at - 1
    while at >= 0 and (
        scene.words[at].does in ("determiner", "of") or scene.words[at].low in scene.lexicon.prepositions
    ):
        at -= 1
    if at < 0:
        return None
    word = scene.words[at]
    if word.does == "verb" or (_is_participle(word, scene.lexicon) and word.does == "word"):
        return word.low
    return None


def _state_before(scene: Scene) -> bool:
    """Tell whether a verb of state or change, or "is", stands between the subject and the figure."""
    for word in reversed(scene.words[max(scene.at - _MOST_STEPS, 0) : scene.at]):
        if word.does in ("sign", "opening", FIGURE):
            return False
        if word.does in ("state", "be"):
            return True
        if word.does in ("verb", "have"):
            return False
    return False


def _noun_before(scene: Scene) -> str | None:
    """Give the noun that a figure stands beside: "a profit of [£2m]", "the rate, at [3 %]", "the toll ([31])"."""
    at = scene.at - 1
    words = scene.words
    if at < 1 or not (words[at].does == "of" or words[at].text in "(:" or words[at].low in _BESIDE):
        return None
    is_beside = words[at].low in _BESIDE
    at -= 1
    if words[at].text == "," and is_beside:
        at -= 1
    elif is_beside and scene.counts and words[at + 1].low not in _FROM:
        return None
    return _noun_ending(scene, at)


def _included_in(scene: Scene) -> str | None:
    """Give the noun of which a figure is a part: "more cases of measles, including [165]"."""
    at = scene.at - 1
    if at < 1 or scene.words[at].low not in scene.lexicon.including:
        return None
    at -= 1
    while at > 0 and scene.words[at].does in ("sign", "preposition"):
        at -= 1
    return _noun_ending(scene, at)


def _asked(scene: Scene) -> Named | None:
    """Give what is asked for before: "how many settlements have been liberated, then there are [943]"."""
    words = scene.words
    for at in range(scene.at - 1, 0, -1):
        if f"{words[at - 1].low} {words[at].low}" in scene.lexicon.asking or words[at].low in scene.lexicon.asking:
            asked = Scene(words, at, counts=True, lexicon=scene.lexicon)
            thing, end = _noun_behind(asked)
            happened = _event_behind(asked, end)
            name = " ".join(part for part in (thing, happened) if part)
            return Named(name, None, How.BEFORE, event=False) if name else None
    return None


def _is_change(noun: str, lexicon: Lexicon) -> bool:
    """Tell "an increase of 5 %", which does not say of what."""
    return _last(noun) in lexicon.up | lexicon.down or noun.lower().split()[0] in lexicon.up | lexicon.down


def _noun_ending(scene: Scene, at: int) -> str | None:
    """Give the noun phrase whose last word stands at a place, without its article and what is before a verb."""
    words, last = scene.words, at
    while at >= 0 and last - at < _LONGEST and (words[at].does in _PLAIN or words[at].does in ("of", "determiner")):
        at -= 1
    found = _stripped(words[at + 1 : last + 1])
    return _text(found) or None


def _subject(scene: Scene) -> str | None:
    """Give the subject of the clause of a figure: what is left of its first verb, without where and when."""
    start = _clause_start(scene)
    words = scene.words[start : scene.at]
    verb = next((at for at, word in enumerate(words) if word.does in _VERBS), None)
    if verb is None:
        return None
    found = _noun_phrase(words[:verb])
    if not found and start and words[verb].does == "state":
        found = _noun_phrase(scene.words[: start + verb])  # "Energy, by contrast, became [1.9 percent] cheaper"
    if not found and verb + 1 < len(words):
        found = _noun_phrase(words[verb + 1 :])  # "Im März lag die Arbeitslosenquote bei [6,1 Prozent]"
    text = _text(found)
    return text if text and any(word.does in _PLAIN for word in found) else None


def _clause_start(scene: Scene) -> int:
    """Give where the clause of a figure begins: behind a semicolon, a colon, or a comma that a verb follows."""
    words, start = scene.words, max(scene.at - _MOST_STEPS, 0)
    seen_verb = False
    for at in range(scene.at - 1, start - 1, -1):
        word = words[at]
        seen_verb = seen_verb or word.does in ("state", "verb", "be", "have")
        is_break = word.text in (";", ":", "—", "–") or word.does == "opening"
        if is_break or (seen_verb and (word.text == "," or word.does == "conjunction")):
            return at + 1
    return start


def _noun_phrase(words: Sequence[Word]) -> list[Word]:
    """Give the first noun phrase that is neither where nor when: "On Thursday, the number of cases in X"."""
    at = 0
    while at < len(words):
        if words[at].does == "preposition":
            at = _behind_phrase(words, at)
            continue
        if words[at].does in (*_PLAIN, "of", "report", "verb") and words[at].does != "pronoun":
            break
        at += 1
    end = at
    while (
        end < len(words)
        and end - at < _LONGEST
        and (words[end].does in _PLAIN or words[end].does in ("of", "determiner") or end == at)
    ):
        end += 1
    return _stripped(words[at:end])


def _behind_phrase(words: Sequence[Word], at: int) -> int:
    """Give where a phrase with a preposition ends: at a comma, at its noun, or at a date."""
    at += 1
    while at < len(words) and words[at].does in ("determiner", "of"):
        at += 1
    if at < len(words) and words[at].does in (TIME, FIGURE):
        return at + 1
    while at < len(words) and words[at].does in _PLAIN:
        at += 1
    return at


def _head_of_line(scene: Scene) -> str | None:
    """Give what stands before the dash or the colon of a line of a list: "Вінницька область — [700] випадків"."""
    if not 1 < scene.at <= _LONGEST or scene.words[scene.at - 1].text not in ("—", "–", "-", ":"):
        return None
    before = scene.words[: scene.at - 1]
    if before and before[0].text in ("•", "*", "-", "–", "·"):
        before = before[1:]
    is_name = (
        before and all(word.does in (*_PLAIN, "of", "determiner") for word in before) and before[0].text[:1].isupper()
    )
    return _text(before) if is_name else None


def _stripped(words: Sequence[Word]) -> list[Word]:
    """Leave out articles and links at both ends."""
    found = list(words)
    while found and found[0].does in ("determiner", "of", "pronoun"):
        found.pop(0)
    while found and found[-1].does in ("determiner", "of", "pronoun"):
        found.pop()
    return found


def _text(words: Sequence[Word]) -> str:
    parts: list[str] = []
    for word in words:
        if word.does == TIME:
            continue
        glue = "" if parts and parts[-1].endswith(("'", "’")) else " "
        parts.append(f"{glue}{word.text}" if parts else word.text)
    return "".join(parts)


def _last(text: str) -> str:
    return text.lower().split()[-1] if text else ""


def _is_empty(subject: str) -> bool:
    return subject.lower() in _EMPTY


def _is_proper(text: str) -> bool:
    """Tell a name ("Harwell", "The Orbis Group") from a thing, by its capitals behind the first word."""
    words = text.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words)


def _proper(subject: str | None) -> str | None:
    return subject if subject and subject[:1].isupper() and not subject.isupper() else None
