"""What a figure of a sentence measures: the thing counted and what happened to it, or the subject of a verb of state.

"At least 37 people were killed"           people killed           counted
"unemployment stood at 6.1%"               unemployment            subject
"a pre-tax profit of £212.4 million"       pre-tax profit          before
"36 % of voters abstained"                 voters abstained        counted
"""

from enum import Enum
from typing import NamedTuple

from service.articles.beside import changed_from, head_of_line, included_in, noun_before
from service.articles.happening import WHEN, complement, done_by, event_before, event_behind, idiom_behind, state_before
from service.articles.lexicon import lower, phrases
from service.articles.nouns import (
    PLAIN,
    Scene,
    is_change,
    is_empty,
    is_proper,
    last_of,
    noun_behind,
    noun_ending,
    proper_or_none,
    subject_of,
    text_of,
)
from service.articles.referring import (
    gapped,
    happened_to_some,
    is_compared,
    is_left_behind_phrase,
    of_which,
    refers_back,
)
from service.articles.words import FIGURE, TIME
from service.reading.place import find_places

_LONGEST = 9
"""Words of a name."""
_LONGEST_STATE = 5
"""Words that tell how something is."""
_SAYS_NOT_WHAT = frozenset(
    {
        "little",
        "range",
        "level",
        "record",
        "high",
        "low",
        "peak",
        "average",
        "pace",
        "maximum",
        "minimum",
        "total",
        "niveau",
    }
)
"""What a figure stands beside and that does not say what it measures: "in a narrow range of [3.7 to 3.9 percent]"."""
_WITHOUT = frozenset({"without", "ohne", "sans", "sin", "senza", "sem", "bez", "без"})
_OF_QUAKES = frozenset(
    {
        "magnitude",
        "magnitudo",
        "magnitud",
        "stärke",
        "magnitudzie",
        "magnitudą",
        "магнітудою",
        "магнитудой",
        "магнітуда",
    }
    | {"магнитуда"}
)
"""Stands right before the figure that it is: "di magnitudo [7,8]"."""
_TROOPS = frozenset({"troops", "soldiers", "servicemen", "personnel", "fighters", "policemen", "civilians", "children"})
"""People of a kind, whose name completes a metric."""


class How(Enum):
    """By what the metric of a reading is known."""

    SUBJECT = "subject"
    COUNTED = "counted"
    BOTH = "both"
    BEFORE = "before"
    CARRIED = "carried"
    PROPOSED = "proposed"


class Named(NamedTuple):
    """What a figure measures, in words; of whom; and how that is known."""

    metric: str
    subject: str | None
    how: How
    event: bool
    """Whether something happened, rather than stood."""
    head: str | None = None
    """Of a line of a list: what stands before the dash."""
    of: str | None = None
    """Of what the figure counts, where that says more than the metric: "losses rose to [85 thousand] troops"."""
    was: bool = False
    """Whether it was so before a change: "from [14] to 31"."""
    is_compared: bool = False
    """Whether the figure before is compared with it: "4,850 hectares, against [3,100]"."""


def name_of(scene: Scene, carried: Named | None) -> Named | None:
    """Give what a figure measures; of a sentence that does not tell, what the one before spoke of."""
    head = head_of_line(scene)
    if scene.at and scene.words[scene.at - 1].low in _OF_QUAKES:
        return Named(scene.words[scene.at - 1].text, None, How.BEFORE, event=True)
    if carried is not None and head is None and (before := _of_the_one_before(scene, carried)):
        return before
    named = _valued(scene) or (_counted(scene) if scene.counts else _measured(scene))
    if changed := changed_from(scene):
        whose = subject_of(scene) if is_empty(changed) else None
        is_left = scene.words[scene.at - 1].low in scene.lexicon.from_what
        named = Named(f"{whose} {changed}" if whose else changed, None, How.BEFORE, event=False, was=is_left)
    if named is None or is_empty(named.metric):
        named = _asked(scene)
    if named is not None and _is_left(scene):
        named = named._replace(was=True)
    return _with_head(named, carried, head)


def _valued(scene: Scene) -> Named | None:
    """Give what somebody says how much it comes to: "schätzt den Schaden auf [6,5 Millionen Euro]"."""
    words, at = scene.words, scene.at - 1
    if at < 1 or words[at].low not in scene.lexicon.valued_at:
        return None
    first = max(at - _LONGEST, 0)
    verb = next((one for one in range(at - 1, first - 1, -1) if words[one].low in scene.lexicon.valuing), None)
    if verb is None or any(
        word.does not in (*PLAIN, "of", "determiner", "preposition") for word in words[verb + 1 : at]
    ):
        return None
    thing = noun_ending(scene._replace(words=words[verb + 1 : at]), at - verb - 2)
    is_bare = scene.lexicon.language == "de" and words[verb + 1].does != "determiner"
    if thing is None or is_proper(thing) or is_bare:
        return None  # "die Kosten beziffert Eva Roth auf"
    return Named(thing, None, How.BEFORE, event=False)


def _is_left(scene: Scene) -> bool:
    """Tell the figure that was left: "Sales climbed to 6.3 from [5.8]"."""
    words, at = scene.words, scene.at
    return (
        at > 1
        and words[at - 1].low in scene.lexicon.from_what
        and words[at - 2].does == FIGURE
        and state_before(scene._replace(at=at - 2))
    )


def _with_head(named: Named | None, carried: Named | None, head: str | None) -> Named | None:
    """Add what stands before the dash of a line of a list; where it tells nothing, it is of what was told before."""
    if named is not None and head:
        return named._replace(head=head)
    if named is not None or carried is None:
        return named
    return carried._replace(how=How.CARRIED, head=head, is_compared=False)


def _of_the_one_before(scene: Scene, carried: Named) -> Named | None:
    """Give what a figure measures that leaves its words to the one before."""
    if whose := gapped(scene):
        return carried._replace(subject=whose, how=How.CARRIED, was=False, is_compared=False)
    if is_left_behind_phrase(scene):
        return carried._replace(how=How.CARRIED, was=True, is_compared=True)
    if not refers_back(scene) and not _is_it(scene):
        return None
    if happened := happened_to_some(scene):
        thing = " ".join(word for word in carried.metric.split() if lower(word) not in scene.lexicon.verbs)
        return Named(f"{thing} {happened}".strip(), None, How.CARRIED, event=True)
    if of_which(scene) and (state := complement(scene, scene.at + 1)):
        return Named(f"{carried.metric} {state}", carried.subject, How.CARRIED, event=carried.event)
    carried = carried._replace(metric=_of_kind(scene, carried.metric))
    return carried._replace(how=How.CARRIED, was=False, is_compared=is_compared(scene))


def _is_it(scene: Scene) -> bool:
    """Tell "it was [17] people", "było to [17] osób", which is of what the text spoke of."""
    words = scene.words[max(scene.at - 2, 0) : scene.at]
    told = {word.does for word in words}
    is_pronoun = any(word.low in scene.lexicon.pronouns for word in words)
    is_it = len(words) > 1 and "be" in told and is_pronoun and scene.counts
    thing, _ = noun_behind(scene) if is_it else ("", 0)
    return is_it and thing != "" and lower(thing) in scene.lexicon.people


def _of_kind(scene: Scene, metric: str) -> str:
    """Name who some of them are: "eight people were hurt, [two] of them — children"."""
    words, at = scene.words, scene.at + 1
    first, _, rest = metric.partition(" ")
    is_told = at + 1 < len(words) and words[at].text in ("—", "–") and words[at + 1].does in ("word", "verb")
    return f"{words[at + 1].text} {rest}" if is_told and rest and lower(first) in scene.lexicon.people else metric


def _counted(scene: Scene) -> Named | None:
    thing, end = noun_behind(scene)
    happened = idiom_behind(scene, end) or event_behind(scene, end)
    is_noted = happened is not None and happened.split()[0] in scene.lexicon.noting
    done = event_before(scene)
    if is_noted:
        return Named(_with_done(thing, done, scene), None, How.COUNTED, event=True) if thing else None
    subject = subject_of(scene)
    if not thing and (before := included_in(scene)):
        return Named(before, None, How.BEFORE, event=bool(happened))
    if happened:
        others = scene.at + 1
        while others < len(scene.words) and scene.words[others].low in scene.lexicon.vague_things:
            others += 1
        follows = scene.words[others].does if others < len(scene.words) else ""
        thing = thing or (_thing_before(scene) if follows in ("be", "have") else "")
        return Named(_with_done(thing, happened, scene), None, How.COUNTED, event=True)
    if thing and (state := complement(scene, end)):
        return Named(f"{thing} {state}", None, How.COUNTED, event=False)
    return _of_subject(scene, subject, thing, done) or _of_thing(scene, subject, thing, done, end)


def _with_done(thing: str, done: str | None, scene: Scene) -> str:
    """Add what was done to a thing, unless that says only that it was counted; as an editor calls it."""
    lexicon = scene.lexicon
    if done is None or done in lexicon.noting or done in lower(thing).split():
        return thing
    return f"{lexicon.nominal[done]} {thing}" if thing and done in lexicon.nominal else f"{thing} {done}".strip()


def _thing_before(scene: Scene) -> str:
    """Give the people whom the figure before counts: "Three workers died and [four] were hurt" are workers, too."""
    words = scene.words
    for at in range(scene.at - 1, max(scene.at - 2 * _LONGEST, -1), -1):
        if words[at].text in (";", ":") or words[at].does == "opening":
            return ""
        if words[at].does == FIGURE:
            return noun_behind(Scene(words[: scene.at], at, counts=True, lexicon=scene.lexicon))[0]
    return ""


def _of_subject(scene: Scene, subject: str | None, thing: str, done: str | None) -> Named | None:
    """Give the subject of a verb of state or change: "losses rose to [85 thousand] troops" are losses."""
    is_people = last_of(thing) in scene.lexicon.people
    if subject and done is None and state_before(scene) and (not thing or is_people or is_empty(subject)):
        of = thing if is_people and last_of(thing) in _TROOPS else None
        return Named(subject, None, How.BOTH if thing else How.SUBJECT, event=False, of=of)
    before = None if thing else noun_before(scene)
    return Named(before, None, How.BEFORE, event=False) if before else None


def _of_thing(scene: Scene, subject: str | None, thing: str, done: str | None, end: int) -> Named | None:
    """Give the thing counted, with what was done to it, or where it is if that is all that is told of it."""
    done = done or _included_event(scene)
    if thing and (lack := _lack_before(scene)):
        return Named(f"{thing} {lack}", None, How.COUNTED, event=False)
    if thing:
        is_bare = done is None and last_of(thing) in scene.lexicon.people | scene.lexicon.casualties
        where = _phrase_behind(scene, end) if is_bare else None
        name = " ".join(part for part in (_with_done(thing, done, scene), where) if part)
        is_event = done is not None and done not in scene.lexicon.standing
        return Named(name, proper_or_none(subject, scene.lexicon.language), How.COUNTED, event=is_event)
    if done:
        return Named(done, proper_or_none(subject, scene.lexicon.language), How.BEFORE, event=True)
    return Named(subject, None, How.SUBJECT, event=False) if subject else None


def _lack_before(scene: Scene) -> str | None:
    """Give what those who are counted are without, told first: "Bez pracy pozostawało [788,2 tys.] osób"."""
    words = scene.words
    for at in range(max(scene.at - _LONGEST_STATE - 1, 0), scene.at - 2):
        is_first = at == 0 or words[at - 1].does in ("sign", "opening")
        if is_first and words[at].low in _WITHOUT and words[at + 1].does == "word":
            return text_of([words[at]._replace(text=words[at].low), words[at + 1]])
    return None


def _phrase_behind(scene: Scene, at: int) -> str | None:
    """Give the phrase that tells which people are counted: "[36] people under the rubble", "[215] votes in favor"."""
    words = scene.words
    is_phrase = at + 1 < len(words) and words[at].does == "preposition" and words[at].low not in WHEN
    if not is_phrase:
        return None
    end = at + 1
    while end < len(words) and end - at < _LONGEST_STATE and words[end].does in ("word", "determiner", "of"):
        end += 1
    found = words[at:end]
    if len(found) < 2 or (end < len(words) and words[end].does in (TIME, FIGURE)):  # noqa: PLR2004
        return None  # when is a field of its own
    text = text_of(found)
    is_place = any(word.text[:1].isupper() for word in found) or phrases(scene.lexicon.worldwide).search(lower(text))
    return None if is_place else text


def _included_event(scene: Scene) -> str | None:
    """Give what happened to those among whom the things are: "killed at least 62, including [54] children"."""
    words = scene.words
    first = max(scene.at - _LONGEST, 0)
    at = next((at for at in range(scene.at - 1, first, -1) if words[at].low in scene.lexicon.including), None)
    if at is None:
        return None
    for word in reversed(words[max(at - _LONGEST, 0) : at]):
        if word.does == "verb" and word.low not in scene.lexicon.noting:
            return word.low
        if done := done_by(word, scene.lexicon):
            return done
    return None


def _measured(scene: Scene) -> Named | None:
    before = noun_before(scene)
    follows = scene.at + 1 < len(scene.words) and scene.words[scene.at + 1].does in PLAIN
    if before and (
        last_of(before) in _SAYS_NOT_WHAT or (follows and scene.words[scene.at - 1].low in scene.lexicon.from_what)
    ):
        before = None
    if before and not is_change(before, scene.lexicon):
        return Named(before, proper_or_none(subject_of(scene), scene.lexicon.language), How.BEFORE, event=False)
    subject = None if before else subject_of(scene)
    done = event_before(scene)
    thing, end = noun_behind(scene)
    if thing and done is None and scene.lexicon.language == "de" and not state_before(scene):
        done = event_behind(scene, end)  # "hat [640.000 Tonnen] Weizen exportiert"
    if thing and done and not state_before(scene):
        return Named(
            _with_done(thing, done, scene), proper_or_none(subject, scene.lexicon.language), How.COUNTED, event=True
        )
    if not subject and not before and not thing and (happened := event_behind(scene, scene.at + 1)):
        return Named(f"{last_of(scene.words[scene.at].text)} {happened}", None, How.COUNTED, event=True)
    if subject and _is_priced(scene):
        return Named(f"{subject} prices", None, How.SUBJECT, event=False)
    return _of_actor(scene, subject, done, thing) or _spoken_of(scene, subject, done)


def _of_actor(scene: Scene, subject: str | None, done: str | None, thing: str) -> Named | None:
    """Give the subject, unless it is one who gives and takes: then what the sum is for."""
    is_actor = not scene.lexicon.actors.isdisjoint(lower(subject or "").split())
    if is_actor and not state_before(scene) and (what := thing or _what_for(scene)):
        return Named(_with_done(what, _spent_by(scene) or None, scene), None, How.COUNTED, event=True)
    if subject and not is_proper(subject) and not (thing and _is_country(subject)):
        return Named(_with_done(subject, done, scene), None, How.SUBJECT, event=done is not None)
    return None


def _what_for(scene: Scene) -> str:
    """Give what a sum is for: "ha stanziato [670 milioni di euro] per i centri in Albania"."""
    words, at = scene.words, scene.at + 1
    if at < len(words) and words[at].does == "preposition":
        return noun_behind(scene._replace(at=at))[0]
    before = noun_ending(scene, scene.at - 1) or ""
    first = scene.at - 1 - len(before.split())
    return before if before and first >= 0 and words[first].does == "preposition" else ""


def _spent_by(scene: Scene) -> str:
    """Give the verb of what is done with money, before the sum or at the end: "werde [90 Millionen] investieren"."""
    words = scene.words
    for word in (*reversed(words[max(scene.at - _LONGEST, 0) : scene.at]), *words[scene.at + 1 : scene.at + _LONGEST]):
        if word.does in ("sign", FIGURE):
            continue
        if word.low in scene.lexicon.nominal:
            return word.low
    return ""


def _is_country(subject: str) -> bool:
    """Tell who gave or did something from what is measured: "L'Italia ha inviato [cinque milioni di euro] di aiuti"."""
    return any((start, end) == (0, len(subject)) and not of_it for start, end, _, of_it in find_places(subject))


def _is_priced(scene: Scene) -> bool:
    """Tell whether the price of a thing is meant: "Food cost [5.2 percent] more", "became [1.9 percent] cheaper"."""
    near = scene.words[max(scene.at - 2, 0) : scene.at + 3]
    return any(word.low in scene.lexicon.priced for word in near)


def _spoken_of(scene: Scene, subject: str | None, done: str | None) -> Named | None:
    """Give what a share, a sum or a measure is of, where no noun before it and no subject says so."""
    thing, end = noun_behind(scene)
    happened = event_behind(scene, end) if thing else None
    state = complement(scene, end) if thing and not happened else None
    if thing:
        name = " ".join(part for part in (thing, happened or state) if part)
        return Named(name, proper_or_none(subject, scene.lexicon.language), How.COUNTED, event=bool(happened))
    if done:
        name = scene.lexicon.nominal.get(done, done).rsplit(" ", 1)[0]  # "gastar [520 millones]" is a "gasto"
        return Named(name, proper_or_none(subject, scene.lexicon.language), How.BEFORE, event=True)
    return Named(subject, None, How.SUBJECT, event=False) if subject else None


def _asked(scene: Scene) -> Named | None:
    """Give what is asked for before: "how many settlements have been liberated, then there are [943]"."""
    words = scene.words
    for at in range(scene.at - 1, 0, -1):
        if f"{words[at - 1].low} {words[at].low}" in scene.lexicon.asking or words[at].low in scene.lexicon.asking:
            asked = Scene(words, at, counts=True, lexicon=scene.lexicon)
            thing, end = noun_behind(asked)
            happened = event_behind(asked, end)
            name = " ".join(part for part in (thing, happened) if part)
            return Named(name, None, How.BEFORE, event=False) if name else None
    return None
