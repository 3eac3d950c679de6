"""Figures that say no thing of their own: they are of what the figure before them is of.

"carried 3.9 million passengers, [4.1%] fewer"        as the figure before the comma
"killed 84 people, [51] of them in the north"         some of them
"226 people died, compared with [170]"                what is compared
"""

from service.articles.happening import event_behind
from service.articles.nouns import Scene, noun_ending
from service.articles.words import FIGURE, TIME

_OF_THEM = (
    ("of", "them"),
    ("of", "those"),
    ("of", "whom"),
    ("davon",),
    ("von", "ihnen"),
    ("d'entre", "eux"),
    ("d'", "entre", "eux"),
    ("de", "ellos"),
    ("de", "ellas"),
    ("deles",),
    ("delas",),
    ("з", "них"),
    ("из", "них"),
    ("di", "loro"),
    ("di", "cui"),
    ("z", "nich"),
)
_COMPARED = frozenset(
    {"compared", "against", "contre", "frente", "gegenüber", "проти", "против", "wobec", "contro", "versus"}
)
_BEFORE_COMPARED = frozenset({"with", "to", "a", "al", "with only", "just", "only", "nur", "solo"})
_OF_WHICH = frozenset(
    {("of", "which"), ("von", "denen"), ("dont",), ("di", "cui"), ("dos", "quais"), ("de", "los"), ("z", "których")}
)
_PHRASE = frozenset({"preposition", "determiner", "word", TIME, "of"})
_MOST_STEPS = 3
_LEAST_BEFORE = 3
_BETWEEN = frozenset({"state", "be", "have", "report", "modal"})
_SOFT = frozenset({"preposition", "determiner", "of", "pronoun", "conjunction"})


def refers_back(scene: Scene) -> bool:
    """Tell whether a figure is of what the one before it in the sentence is of."""
    return (
        of_which(scene)
        or _is_some_of_them(scene)
        or is_compared(scene)
        or _is_beside(scene)
        or _is_told_by_another(scene)
    )


_SPOKE = frozenset(
    {"spoke", "speaks", "put", "puts", "gave", "habló", "hablaron", "habla", "cifró", "parle", "parlait", "parlé"}
    | {"sprach", "sprachen", "spricht", "nannte", "parla", "parlato", "говорить", "говорив", "говорили", "говорит"}
    | {"mówi", "mówił"}
)
_OF = frozenset({"of", "at", "de", "von", "di", "про", "о", "it", "them", "el", "la"})


def _is_told_by_another(scene: Scene) -> bool:
    """Tell "police counted 2,400 marchers; the union spoke of [7,000]", which says no thing of its own."""
    words, at = scene.words, scene.at - 1
    while at > 0 and words[at].low in _OF:
        at -= 1
    is_told = at > 0 and (words[at].low in _SPOKE or words[at].low in scene.lexicon.reporting)
    is_noun_behind = scene.at + 1 < len(words) and words[scene.at + 1].does in ("word", "verb", "of")
    return is_told and scene.counts and not is_noun_behind and any(word.does == FIGURE for word in words[:at])


def _is_some_of_them(scene: Scene) -> bool:
    words = scene.words
    behind = [word.low for word in words[scene.at + 1 : scene.at + 4]]
    before = [word.low for word in words[max(scene.at - 3, 0) : scene.at]]
    has_noun = scene.at + 1 < len(words) and words[scene.at + 1].does in ("word", "verb")
    return any(
        behind[: len(them)] == list(them) or (not has_noun and before[-len(them) :] == list(them)) for them in _OF_THEM
    )


def happened_to_some(scene: Scene) -> str | None:
    """Give what happened to some of those before: "[Two] of them were hurt on Monday"."""
    behind = [word.low for word in scene.words[scene.at + 1 : scene.at + 4]]
    of_them = next((them for them in _OF_THEM if behind[: len(them)] == list(them)), None)
    return None if of_them is None else event_behind(scene, scene.at + 1 + len(of_them))


def gapped(scene: Scene) -> str | None:
    """Give the name beside which a figure stands without its verb: "the CDU won 48 seats, the SPD [32]"."""
    words, at = scene.words, scene.at
    behind = words[at + 1] if at + 1 < len(words) else None
    is_end = behind is None or behind.text in (",", ".", ";") or behind.low in scene.lexicon.joining
    if not is_end or at < _LEAST_BEFORE or not any(word.does == FIGURE for word in words[:at]):
        return None
    first = at - 1
    while first > 0 and words[first].does in ("word", "name") and words[first].text[:1].isupper():
        first -= 1
    if first == at - 1:
        return None
    begin = first - (words[first].does == "determiner")
    is_begun = words[begin].text in (",", ";") or words[begin].low in scene.lexicon.joining
    return noun_ending(scene, at - 1) if is_begun else None


def is_left_behind_phrase(scene: Scene) -> bool:
    """Tell what was before a change whose time stands between: "fell to $3 billion in the quarter from [4 billion]"."""
    words, at = scene.words, scene.at - 1
    if at < _LEAST_BEFORE or words[at].low not in scene.lexicon.from_what or words[at - 1].does == FIGURE:
        return False
    if scene.at + 1 < len(words) and words[scene.at + 1].does == "word":
        return False
    first = at - 1
    while first >= 0 and words[first].does in _PHRASE:
        first -= 1
    moved = scene.lexicon.up | scene.lexicon.down
    near = {word.low for word in words[max(first - _MOST_STEPS, 0) : first]}
    is_phrase = words[first + 1].does in ("preposition", TIME)
    return first > 0 and words[first].does == FIGURE and is_phrase and not near.isdisjoint(moved | scene.lexicon.onto)


def of_which(scene: Scene) -> bool:
    """Tell a part of what the figure before counts, of which more is told: "sold 300 cars, of which [31 %] were"."""
    before = tuple(word.low for word in scene.words[max(scene.at - 2, 0) : scene.at])
    return before in _OF_WHICH or before[-1:] in _OF_WHICH


def is_compared(scene: Scene) -> bool:
    """Tell a figure that the one before it is compared with."""
    at = scene.at - 1
    while at > 0 and scene.words[at].low in _BEFORE_COMPARED:
        at -= 1
    is_noun_behind = scene.at + 1 < len(scene.words) and scene.words[scene.at + 1].does == "word"
    return at > 0 and scene.words[at].low in _COMPARED and not (scene.counts and is_noun_behind)


def _is_beside(scene: Scene) -> bool:
    """Tell ", 4.1% fewer than a year earlier": behind a comma, with no verb since the figure before."""
    words, lexicon = scene.words, scene.lexicon
    moves = lexicon.up | lexicon.down | lexicon.vague_things
    at = scene.at - 1
    steps = [word.low for word in words[max(scene.at - 5, 0) : scene.at]]
    behind = [word.low for word in words[scene.at + 1 : scene.at + 1 + _MOST_STEPS]]
    if moves.isdisjoint(behind[:2]) and moves.isdisjoint(steps):
        return False
    is_noun_behind = scene.at + 1 < len(words) and words[scene.at + 1].does == "word" and behind[0] not in moves
    if scene.counts and is_noun_behind:
        return False  # "among them [six] children"
    while at >= 0 and words[at].text != ",":
        if words[at].does not in _SOFT and words[at].low not in moves | {"soit", "il", "das", "waren", "also", "or"}:
            return False
        at -= 1
    while at >= 0:
        if words[at].does == FIGURE:
            return True
        if words[at].does in _BETWEEN:
            return False
        at -= 1
    return False
