"""Noun phrases of a sentence: what stands behind a figure, before it, and as the subject of its clause."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from service.articles.forms import is_past, participle_of
from service.articles.lexicon import Lexicon, lower
from service.articles.words import FIGURE, NAME, TIME, Word

_LONGEST = 9
"""Words of a name."""
_MOST_STEPS = 40
"""Words that are looked back at."""
PLAIN = frozenset({"word", NAME})
_VERBS = frozenset({"state", "verb", "be", "have", "report", "modal"})
_LINKS = frozenset({"determiner", "of", "pronoun", "preposition", "conjunction"})
_OF_ALL = frozenset({"à", "für"})
"""Bind also with an article: "les prix à la consommation", "die Kosten für die Räumung"."""
_AGENTS = frozenset({"by", "von", "vom", "par", "por", "pelo", "pela", "da", "dal", "dalla", "dai", "przez"})
"""What stands behind a participle that is no verb of its clause: "robberies recorded by police rose"."""
_SUBORDINATING = frozenset(
    {"after", "when", "because", "although", "though", "before", "nachdem", "weil", "obwohl", "lorsque", "quand", "car"}
    | {"mientras", "cuando", "porque", "aunque", "quando", "perché", "enquanto", "gdy", "kiedy", "ponieważ", "коли"}
    | {"оскільки", "хоча", "когда", "поскольку", "хотя"}
)
"""Begin a clause with a subject of its own: "cut 2,300 jobs [after] its loss widened to"."""
_THAT = frozenset({"que", "qu'", "qu’", "che", "że", "що", "что", "that", "dass"})
RELATIVE = frozenset(
    {"which", "who", "qui", "która", "które", "który", "którzy", "яка", "який", "яке", "які", "которая", "который"}
    | {"которое", "которые", "die", "der", "das"}
)
"""Stand for the noun before the comma: "fuel, [which] accounted for a third"."""
_EMPTY = frozenset({"number", "total", "figure", "rate", "zahl", "chiffre", "cifra", "кількість", "число"})


class Scene(NamedTuple):
    """A sentence in words, a figure's place among them, and whether it counts things."""

    words: Sequence[Word]
    at: int
    counts: bool
    lexicon: Lexicon


def noun_behind(scene: Scene) -> tuple[str, int]:
    """Give the noun behind the figure ("[943] settlements", "[36 %] of the voters"), and where it ends."""
    words, at = scene.words, scene.at + 1
    skipped = ("of", "determiner", FIGURE) if at < len(words) and words[at].does == "of" else ("of", "determiner")
    while at < len(words) and (
        words[at].does in skipped or words[at].low in scene.lexicon.vague_things | scene.lexicon.adverbs
    ):
        at += 1
    first = at
    while at < len(words) and at - first < _LONGEST and _goes_on(words, at, first, scene.lexicon):
        at += 1
    while at > first and (words[at - 1].does in _LINKS or words[at - 1].does == "sign"):
        at -= 1
    thing = text_of(words[first:at])
    return ("" if thing.endswith(("'s", "’s")) else thing), at


def _goes_on(words: Sequence[Word], at: int, first: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if word.does in PLAIN:
        is_before_noun = at + 1 < len(words) and words[at + 1].does in PLAIN
        return at == first or is_before_noun or not is_participle(word, lexicon)
    following = words[at + 1].does if at + 1 < len(words) else ""
    if word.low.endswith(("их", "ых")):
        return following == "word"
    if word.does in ("verb", "report"):
        return at == first and following == "word"  # "confirmed cases", "wounded soldiers"
    return at > first and _goes_on_by(words, at, lexicon)


def _goes_on_by(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a name goes on behind "of", a preposition that binds, or "and"."""
    word, before = words[at], words[at - 1]
    following = words[at + 1].does if at + 1 < len(words) else ""
    if word.low in lexicon.binding or word.low in lexicon.joining:
        return binds(words, at, lexicon)
    if word.does == "of":
        return following in ("word", "of", NAME) or (following == "determiner" and not _is_one(words[at + 1]))
    is_behind = before.does == "of" or before.low in _OF_ALL & lexicon.binding
    return word.does == "determiner" and is_behind and following in ("word", "of", "determiner")


def _is_one(word: Word) -> bool:
    """Tell "wagons of one of the trains" from "wagons of the train"."""
    return word.low in ("un", "une", "uno", "una", "one", "ein", "einem", "einer", "eines")


def binds(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word ties the noun behind it to the one before: "people without power", "planes and tanks"."""
    after = at + 1
    if after + 1 < len(words) and words[after + 1].does == FIGURE:
        return False  # "тонн пшениці з площі [4,8 млн гектарів]", "killing 34 people and wounding [117]"
    if words[at].low in lexicon.joining:
        is_clause = after + 1 < len(words) and words[after + 1].does in _VERBS
        return after < len(words) and not is_clause and _is_thing(words[after], lexicon)
    if after < len(words) and words[after].does == "determiner" and words[at].low in _OF_ALL:
        after += 1  # "les prix à la consommation"
    moved = lexicon.up | lexicon.down
    return after < len(words) and words[after].low not in moved and _is_thing(words[after], lexicon)


def _is_thing(word: Word, lexicon: Lexicon) -> bool:
    is_name = word.text[:1].isupper() and lexicon.language != "de"
    return word.does == NAME or (word.does == "word" and not is_name and word.low not in lexicon.adverbs)


def is_participle(word: Word, lexicon: Lexicon) -> bool:
    return word.text[:1].islower() and bool(participle_of(lexicon.language).fullmatch(word.low))


def noun_ending(scene: Scene, at: int) -> str | None:
    """Give the noun phrase whose last word stands at a place, without its article and what is before a verb."""
    words, last = scene.words, at
    while at >= 0 and last - at < _LONGEST and (words[at].does in PLAIN or words[at].does in ("of", "determiner")):
        at -= 1
    is_adjective = at > 0 and at < last and words[at].does in ("verb", "report") and words[at - 1].does == "determiner"
    at -= is_adjective  # "the confirmed death toll"
    found = _stripped(_behind_verb(words[at + 1 : last + 1], scene.lexicon), scene.lexicon)
    is_ing = len(found) > 1 and scene.lexicon.language == "en" and found[0].low.endswith("ing")
    is_ing = is_ing and at >= 0 and words[at].text == ","
    return text_of(found[is_ing:]) or None  # ", bringing winds of"


def _behind_verb(words: Sequence[Word], lexicon: Lexicon) -> Sequence[Word]:
    """Leave out a verb that is known by its ending: "verbuchte einen Verlust"."""
    for at in range(len(words) - 1, 0, -1):
        if words[at].does == "determiner" and is_past(words[at - 1].text, lexicon.language):
            return words[at + 1 :]
    return words


def _noun_phrase(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """Give the first noun phrase that is neither where nor when: "On Thursday, the number of cases in X"."""
    at = 0
    while at < len(words):
        if words[at].does == "preposition":
            at = _behind_phrase(words, at)
            continue
        if words[at].does in (*PLAIN, "of", "report", "verb") and words[at].low not in lexicon.adverbs:
            break
        at += 1
    end = at
    while (
        end < len(words)
        and end - at < _LONGEST
        and (
            (words[end].does in PLAIN and not _is_finite(words[end], lexicon))
            or end == at
            or words[end].does == "determiner"
            or _goes_on_by(words, end, lexicon)
        )
    ):
        end += 1
    if end + 1 < len(words) and words[end].low == "per" and words[end + 1].does in PLAIN:
        end += 2  # "losses of personnel per day"
    return _stripped(words[at:end], lexicon)


def _behind_phrase(words: Sequence[Word], at: int) -> int:
    """Give where a phrase with a preposition ends: at a comma, at its noun, or at a date."""
    at += 1
    while at < len(words) and words[at].does in ("determiner", "of"):
        at += 1
    if at < len(words) and words[at].does in (TIME, FIGURE):
        return at + 1
    while at < len(words) and words[at].does in PLAIN:
        at += 1
    return at


def _stripped(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """Leave out articles, links and adverbs at both ends."""
    found = list(words)
    none = _LINKS | lexicon.adverbs
    while found and (found[0].does in none or found[0].low in none or (len(found) > 1 and found[0].low == "more")):
        found.pop(0)
    while found and (found[-1].does in none or found[-1].low in none):
        found.pop()
    return found


def text_of(words: Sequence[Word]) -> str:
    parts: list[str] = []
    for word in words:
        if word.does == TIME:
            continue
        glue = "" if parts and parts[-1].endswith(("'", "’")) else " "
        parts.append(f"{glue}{word.text}" if parts else word.text)
    return "".join(parts)


def last_of(text: str) -> str:
    return text.lower().split()[-1] if text else ""


def is_empty(subject: str) -> bool:
    return subject.lower() in _EMPTY


def is_proper(text: str) -> bool:
    """Tell a name ("Harwell", "The Orbis Group") from a thing, by its capitals behind the first word."""
    words = text.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words)


def proper_or_none(subject: str | None, language: str = "en") -> str | None:
    """Give a subject that is a name; where all nouns have capitals, only one of several words may be."""
    is_noun = language == "de" and subject is not None and len(subject.split()) == 1
    return subject if subject and subject[:1].isupper() and (subject.isupper() or not is_noun) else None


def _clause_start(scene: Scene) -> int:
    """Give where the clause of a figure begins: behind a semicolon, a colon, or a comma that a verb follows."""
    words, start = scene.words, max(scene.at - _MOST_STEPS, 0)
    seen_verb = False
    for at in range(scene.at - 1, start - 1, -1):
        word = words[at]
        seen_verb = seen_verb or word.does in ("state", "verb", "be", "have") or _is_verb(word, scene.lexicon)
        is_break = word.text in (";", ":", "—", "–") or word.does == "opening"
        is_next = seen_verb and (word.text == "," or word.does == "conjunction" or word.low in _SUBORDINATING)
        if is_break or (is_next and not _joins_nouns(scene, at, start)):
            return at + 1
    return start


def _is_verb(word: Word, lexicon: Lexicon) -> bool:
    """Tell a verb that no list has by its ending; in English participles end so, too."""
    return lexicon.language != "en" and word.does == "word" and is_past(word.text, lexicon.language)


def _is_finite(word: Word, lexicon: Lexicon) -> bool:
    """Tell "fumigó" from an adjective, which ends like a verb in German."""
    return lexicon.language != "de" and _is_verb(word, lexicon)


def _joins_nouns(scene: Scene, at: int, start: int) -> bool:
    """Tell "England and Wales had" from "he died and Wales had", where a verb stands before."""
    words = scene.words
    if words[at].low not in scene.lexicon.joining:
        return False
    for before in range(at - 1, start - 1, -1):
        if words[before].does == "sign":
            return True
        if words[before].does in _VERBS and not _is_of_agent(words, before):
            return False
    return True


def _is_of_agent(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].low in _AGENTS


def _verb_of(words: Sequence[Word], lexicon: Lexicon) -> int | None:
    """Give the first verb of a clause, a participle only if there is no other: "homes damaged by hail rose to"."""
    verbs = [at for at, word in enumerate(words) if word.does in _VERBS]
    first = next((at for at in verbs if not _is_of_agent(words, at)), verbs[0] if verbs else None)
    if first is not None:
        is_said = words[first].does == "have" and [word.does for word in words[first + 1 : first + 2]] == ["report"]
        return first + is_said  # "un sondaggio ha indicato che"
    if lexicon.language != "en":
        return next((at for at, word in enumerate(words) if at and is_past(word.text, lexicon.language)), None)
    return next((at for at, word in enumerate(words) if at and is_participle(word, lexicon)), None)


def _told(words: Sequence[Word], verb: int) -> int | None:
    """Give the verb of what somebody says, without "that": of a thing with an article that is, or has changed."""
    rest = words[verb + 1 :]
    if rest and rest[0].low in _THAT:
        return next((at for at, word in enumerate(rest) if at and word.does in _VERBS), len(rest))
    if not rest or rest[0].does not in ("determiner", "word"):
        return None
    return next((at for at, word in enumerate(rest) if at and word.does in ("state", "be")), None)


def subject_of(scene: Scene) -> str | None:
    """Give the subject of the clause of a figure: what is left of its first verb, without where and when."""
    start = _clause_start(scene)
    words = scene.words[start : scene.at]
    verb = _verb_of(words, scene.lexicon)
    if verb is None and lower(scene.words[scene.at].text).split()[0] in scene.lexicon.state | scene.lexicon.verbs:
        verb = len(words)  # "the number of cases [surpassed one million]"
    if verb is None:
        return None
    if words[verb : verb + 1] and words[verb].does == "report" and (told := _told(words, verb)):
        words, verb = words[verb + 1 :], told  # "Malawi said the death toll stood at [56]"
    first = 0
    while first < verb and (words[first].low in _THAT or (words[first].does == "conjunction" and first + 1 < verb)):
        first += 1
    found = _noun_phrase(words[first:verb], scene.lexicon)
    if start > 1 and verb == 1 and words[0].low in RELATIVE and scene.words[start - 1].text == ",":
        return noun_ending(scene, start - 2)
    if not found and start and words[verb].does == "state":
        found = _noun_phrase(scene.words[: start + verb], scene.lexicon)  # "Energy, by contrast, became [1.9 percent]"
    if not found and verb + 1 < len(words) and not _is_perfect(words, verb, scene.lexicon):
        found = _noun_phrase(words[verb + 1 :], scene.lexicon)  # "Im März lag die Arbeitslosenquote bei [6,1 Prozent]"
    text = text_of(found)
    return text if text and any(word.does in PLAIN for word in found) else None


_DONE = re.compile(r"[^\W\d_]{2,}(?:[ai]d[oa]s?|[aiu]t[oaie])")


def _is_perfect(words: Sequence[Word], verb: int, lexicon: Lexicon) -> bool:
    """Tell "han alcanzado [18.977] personas", "We are sheltering", where what stands behind the verb is no subject."""
    if words[verb].does == "be" and words[verb + 1].low.endswith("ing"):
        return True
    is_romance = lexicon.language in ("es", "it", "pt") and words[verb].does in ("be", "have")
    return is_romance and _DONE.fullmatch(words[verb + 1].text) is not None


def is_change(noun: str, lexicon: Lexicon) -> bool:
    """Tell "an increase of 5 %", which does not say of what."""
    return last_of(noun) in lexicon.up | lexicon.down or noun.lower().split()[0] in lexicon.up | lexicon.down
