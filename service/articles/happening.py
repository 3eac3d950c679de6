"""What happened to what a figure counts, or how it is: verbs behind the figure and before it."""

from collections.abc import Sequence

from service.articles.forms import passive_of
from service.articles.lexicon import Lexicon, phrases
from service.articles.nouns import PLAIN, Scene, is_participle, text_of
from service.articles.words import FIGURE, TIME, Word

_LONGEST_STATE = 8
"""Words that tell how something is."""
_MOST_STEPS = 40
"""Words that are looked back at."""
_MOST_LINKS = 5
_MOST_PHRASES = 2
"""Phrases between what is counted and its verb: "[12] people in the south of Norway were hurt"."""
_LINKS = frozenset({"be", "have", "modal", "determiner"})
_LINKED = frozenset({"linked", "related", "attributed", "tied"})
_SHORTEST_STEM = 3
_IRREGULAR = {"leaving": "left", "taking": "taken", "shooting": "shot", "driving": "driven"}
_DOING = {
    "blessant": "blessées",
    "tuant": "tuées",
    "hiriendo": "heridas",
    "matando": "muertas",
    "ferindo": "feridas",
    "ferendo": "ferite",
    "uccidendo": "uccise",
    "raniąc": "ranne",
    "zabijając": "zabite",
}
"""What was done by a verb that tells what came of something: "blessant [onze] personnes"."""
_HELPED = frozenset({"backed", "supported", "assisted", "aided", "led", "armed", "equipped"})
_BEFORE_WHOM = frozenset({"vor", "devant", "ante", "before", "przed", "перед", "davanti"})
_QUOTES = frozenset("\"“”«»„'’")
_NOT = frozenset({"not", "nicht", "pas", "no", "se", "s'", "s’"})
WHEN = frozenset({"when", "where", "after", "before", "as", "because", "if", "while", "since", "during", "until"})
_IN_STATE = frozenset({"in", "without", "on", "under", "ohne", "unter", "sans", "sin", "без", "bez", "senza"})
"""Begin what tells how somebody is: "are [in] need", "were [without] power"."""


def event_behind(scene: Scene, at: int) -> str | None:
    """Give what happened to the thing: "[37 people] were killed", "[48 apartments] damaged"."""
    words = scene.words
    if scene.at and words[scene.at - 1].low in _BEFORE_WHOM:
        return None  # "Vor [54.300] Zuschauern hat Leverkamp gewonnen"
    steps = _behind_links(scene, at)
    if steps == len(words):
        return None
    word = words[steps]
    if word.low in _HELPED and steps + 1 < len(words) and words[steps + 1].low in ("by", "with"):
        return None  # "4,000 firefighters backed by 27 aircraft"
    if word.does in ("verb", "state") or (word.does == "report" and steps > at) or is_participle(word, scene.lexicon):
        return " ".join(_with_more(words, steps, scene.lexicon))
    if scene.lexicon.language == "de" and (steps > at or _is_left_open(scene)):
        return _last_verb(scene, at)
    return None if steps > at else _event_behind_phrase(scene, at)


def _behind_links(scene: Scene, at: int) -> int:
    words, steps = scene.words, at
    while steps < len(words) and steps - at < _MOST_LINKS and _is_link(words[steps], scene.lexicon):
        steps += 1
    return steps


def _event_behind_phrase(scene: Scene, at: int) -> str | None:
    """Give what happened to "[12] people in the south of Norway"."""
    words, phrase = scene.words, at
    for _ in range(_MOST_PHRASES):
        if phrase < len(words) and words[phrase].does == "preposition":
            phrase += 1
            while phrase < len(words) and words[phrase].does in (*PLAIN, "of", "determiner", TIME):
                phrase += 1
    if phrase == at or phrase >= len(words):
        return None
    told = scene.lexicon.casualties | scene.lexicon.needing
    is_verb = words[phrase].does in ("be", "have") or (words[phrase].does == "verb" and words[phrase].low in told)
    return event_behind(scene, phrase) if is_verb else None


def _is_left_open(scene: Scene) -> bool:
    """Tell whether a verb before the figure has its other part at the end: "Im Juni sind [89] Menschen … gestorben"."""
    for word in reversed(scene.words[max(scene.at - _MOST_STEPS, 0) : scene.at]):
        if word.does in ("sign", "opening", FIGURE):
            return False
        if word.does in ("be", "have"):
            return True
    return False


def idiom_behind(scene: Scene, at: int) -> str | None:
    """Give what an editor calls what is said of those who are counted: "[nine people] lost their lives"."""
    words = scene.words[at : at + _MOST_STEPS // 3]
    end = next((steps for steps, word in enumerate(words) if word.does in ("sign", FIGURE)), len(words))
    found = phrases(frozenset(scene.lexicon.idioms)).search(" ".join(word.low for word in words[:end] if word.low))
    return scene.lexicon.idioms[found[0]] if found else None


def complement(scene: Scene, end: int) -> str | None:
    """Give what the things counted are: "[60 thousand] people are in need of food", "[six] deaths were of children"."""
    words, at = scene.words, _behind_adverbs(scene, end)
    if at + 1 >= len(words) or words[at].does != "be":
        return None
    first = _behind_adverbs(scene, at + 1)
    if first >= len(words) or not _begins_state(scene, first):
        return None
    last = first + 1
    while (
        last < len(words)
        and last - first < _LONGEST_STATE
        and words[last].does in (*PLAIN, "of", "preposition", "modal", "verb", "determiner", "conjunction")
        and words[last].low not in WHEN
    ):
        last += 1
    while last > first and words[last - 1].does not in ("word", "modal", "verb"):
        last -= 1
    return text_of(words[first:last]) or None


def _begins_state(scene: Scene, at: int) -> bool:
    words = scene.words
    if words[at].low in _IN_STATE and at + 1 < len(words):
        following = words[at + 1]
        is_name = following.text[:1].isupper() and scene.lexicon.language != "de"
        return following.does in ("word", "verb") and not is_name
    return words[at].does in (*PLAIN, "of")


def _behind_adverbs(scene: Scene, at: int) -> int:
    words = scene.words
    while at < len(words) and (
        words[at].does in ("have", "modal", TIME)
        or words[at].low in scene.lexicon.adverbs
        or (words[at].does == "preposition" and at + 1 < len(words) and words[at + 1].does == TIME)
    ):
        at += 1
    return at


def _with_more(words: Sequence[Word], at: int, lexicon: Lexicon) -> list[str]:
    """Give a participle with what completes it: "confirmed dead", "left without power", "live in poverty"."""
    found = [words[at].low]
    while at + 1 < len(words) and words[at + 1].low in lexicon.casualties:
        at += 1
        found.append(words[at].low)
    if at + 2 < len(words) and words[at].low in _LINKED and words[at + 1].low == "to":
        found += ["to", words[at + 2].text]
    if words[at].low in lexicon.needing and at + 2 < len(words) and words[at + 1].does == "preposition":
        found += _phrase(words, at + 1)
    return found


def _phrase(words: Sequence[Word], at: int) -> list[str]:
    """Give a phrase with a preposition, if it is no place: "in areas prone to floods"."""
    end = at + 1
    while (
        end < len(words)
        and end - at < _LONGEST_STATE
        and words[end].does in ("word", "of", "preposition", "determiner")
        and not words[end].text[:1].isupper()
    ):
        end += 1
    while end > at and words[end - 1].does != "word":
        end -= 1
    return [word.text for word in words[at:end]]


def _is_link(word: Word, lexicon: Lexicon) -> bool:
    is_adverb = word.low.endswith(("ly", "ment", "mente")) or word.low in lexicon.adverbs
    return word.does in _LINKS or is_adverb or word.low in _NOT or word.text in _QUOTES


def _last_verb(scene: Scene, at: int) -> str | None:
    """Give the participle at the end of a German clause: "wurden bei dem Zugunglück in Lohnau verletzt"."""
    last = None
    for word in scene.words[at : at + _MOST_STEPS]:
        if word.does in ("sign", "opening", "conjunction", FIGURE):
            break
        if word.does in ("verb", "state"):
            return word.low
        last = word
    return last.low if last is not None and is_participle(last, scene.lexicon) else None


def event_before(scene: Scene) -> str | None:
    """Give what was done to the thing: "recovered [at least ten survivors]", "killed on Monday [62]"."""
    at = _behind_links_before(scene)
    if at < 0:
        return None
    words, word = scene.words, scene.words[at]
    if word.low in scene.lexicon.valuing and words[at - 1].does == "be":
        return None  # "damage was put at [2.3 billion]"
    if is_going_on(scene, at):
        return f"{word.low.removesuffix('ing')}ed"
    if word.does == "be" and at and _is_passive(words[at - 1], scene.lexicon):
        return words[at - 1].low  # "Verletzt wurden [12] Menschen"
    if word.does == "be" and at == 1 and scene.lexicon.language == "de" and words[0].does == "word":
        return words[0].low  # "Wahlberechtigt waren [2,9 Millionen] Bürger"
    if done := done_by(word, scene.lexicon):
        return done
    is_added = word.low == "added" and at == scene.at - 1  # "health care added [26,000] jobs"
    is_done = is_participle(word, scene.lexicon) and (word.does == "word" or _is_collapsed(scene, at))
    return word.low if word.does == "verb" or is_added or is_done else None


def is_going_on(scene: Scene, at: int) -> bool:
    """Tell what is being done to whom is counted: "We are sheltering [12,400] people"."""
    word = scene.words[at]
    is_doing = scene.lexicon.language == "en" and word.low.endswith("ing") and at == scene.at - 1
    return is_doing and at > 0 and scene.words[at - 1].does == "be" and done_by(word, scene.lexicon) is None


def _behind_links_before(scene: Scene) -> int:
    """Give where the verb before a figure may stand: behind links, times, and one phrase with a preposition."""
    words, at = scene.words, scene.at - 1
    while at >= 0 and (
        words[at].does in ("determiner", "of", TIME)
        or words[at].low in scene.lexicon.prepositions | scene.lexicon.adverbs
    ):
        at -= 1
    if at > 1 and words[at].does in PLAIN and words[at - 1].does == "preposition" and words[at - 2].does == "verb":
        at -= 2  # "zginęło na drogach [1 896] osób", "sbarcati in Italia [25.676]"
    return at


def _is_collapsed(scene: Scene, at: int) -> bool:
    """Tell a verb of change that also says what became of things: "Sono crollati [5.775] edifici"."""
    word = scene.words[at]
    is_both = word.does == "state" and word.low in scene.lexicon.verbs
    return is_both and at > 0 and scene.words[at - 1].does == "be"


def done_by(word: Word, lexicon: Lexicon) -> str | None:
    """Give what was done by a verb in -ing: "forcing [12,400] people" are forced, "killing [3]" are killed."""
    if word.low in _DOING:
        return _DOING[word.low]
    stem = word.low.removesuffix("ing")
    if lexicon.language != "en" or stem == word.low or len(stem) < _SHORTEST_STEM:
        return None
    return next((f"{stem}{end}" for end in ("ed", "d") if f"{stem}{end}" in lexicon.verbs), _IRREGULAR.get(word.low))


def _is_passive(word: Word, lexicon: Lexicon) -> bool:
    return word.does == "verb" or bool(passive_of(lexicon.language).fullmatch(word.low))


def state_before(scene: Scene) -> bool:
    """Tell whether a verb of state or change, or "is", stands between the subject and the figure."""
    for word in reversed(scene.words[max(scene.at - _MOST_STEPS, 0) : scene.at]):
        if word.does in ("sign", "opening", FIGURE):
            return False
        if word.does in ("state", "be"):
            return True
        if word.does in ("verb", "have"):
            return False
    return False
