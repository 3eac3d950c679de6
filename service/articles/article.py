"""An article to the claims that it makes, each with its anchors and with how each field is known."""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from service.article import TextForm
from service.articles.carried import Carried
from service.articles.changes import is_of_prices
from service.articles.companies import company_of
from service.articles.dateline import Dateline, dateline_of, without_dateline
from service.articles.drafting import Fields, Publication, draft_of
from service.articles.elections import is_of_vote, name_of_share, named_first, share_of_vote, turnout_of
from service.articles.figures import Number, Numbers, numbers_of
from service.articles.fuller import fuller_name
from service.articles.lexicon import Lexicon, guess_language, lexicon_of
from service.articles.markup import Stripped, stripped_of
from service.articles.naming import How, Named, name_of
from service.articles.nouns import Scene, noun_behind
from service.articles.quoting import Told, speakers_of
from service.articles.sentences import Sentence, sentences_of
from service.articles.story import Story, named_in_story, story_of
from service.articles.times import By, Past, Timed, When, before_change, time_of, told_before
from service.articles.where import (
    At,
    Located,
    Spot,
    country_of_article,
    is_at_large,
    is_region,
    named_again,
    place_of,
    place_of_article,
    places_in,
)
from service.articles.who import Speaker, asides_of
from service.articles.words import FIGURE, NAME, TIME, Span, Word, without_brackets, words_of
from service.articles.year_before import compared_with_earlier, earlier_times
from service.claim import Anchor, Period
from service.errors import Invalid
from service.reading import Draft
from service.reading.period import Effort

MOST_CHARACTERS = 100_000
"""Some sixteen thousand words."""
MOST_FIGURES = 500
MOST_TIMES = 3_000
"""Words that may begin a time: months, years, "last". News has some twenty in 1,000 characters, a chronology thirty."""
MOST_SENTENCES = 8_000
"""News has one in 100 characters; of initials and single words it is one in five."""


class State(Enum):
    """`sure` readings are compared like claims; `unsure` ones wait for a person."""

    SURE = "sure"
    UNSURE = "unsure"


class Article(NamedTuple):
    """A text and what is known of it."""

    text: str
    source: str
    published_at: datetime
    published_as: str
    """As it was given, for the drafts."""
    title: str | None = None
    url: str | None = None
    language: str | None = None
    place: str | None = None
    form: TextForm = TextForm.PLAIN


class Known(NamedTuple):
    """How the fields of a reading are known."""

    metric: How | None
    period: By
    place: By
    claimant: By | None


class Found(NamedTuple):
    """A claim that an article makes: the draft, where it stands, how sure it is."""

    state: State
    reasons: tuple[str, ...]
    figure: Anchor
    quote: Anchor
    period: Anchor | None
    place: Anchor | None
    claimant: Anchor | None
    known: Known
    draft: Draft | None
    """None where the sentence does not tell what is measured."""


class NoClaim(NamedTuple):
    """A number that is no claim, and why."""

    selector: Anchor
    reason: str


class ReadArticle(NamedTuple):
    """What an article says in figures."""

    language: str
    characters: int
    claims: list[Found]
    no_claims: list[NoClaim]
    told: list[Period]
    """The times that it tells."""


class _Read(NamedTuple):
    """A sentence with its numbers, words and places."""

    sentence: Sentence
    numbers: Numbers
    words: list[Word]
    spots: list[Spot]
    plain: list[Word]
    """The words without those that say in passing who says so."""


def read_article(article: Article) -> ReadArticle:
    """Read the figures of a text, each as a draft of a claim.

    Raises:
        Invalid: The text is longer than 100,000 characters, or holds more figures, dates or sentences than are read.
    """
    if len(article.text) > MOST_CHARACTERS:
        problem = (
            f"An article has at most {MOST_CHARACTERS:,} characters; this has {len(article.text):,}. Send it in parts."
        )
        raise Invalid(problem, "/text")
    stripped = stripped_of(article.text, article.form)
    language = article.language.partition("-")[0].lower() if article.language else guess_language(stripped.text)
    lexicon = lexicon_of(language)
    read = list(_sentences(stripped.text, lexicon, language, article))
    dateline = dateline_of(read[0].sentence.text) if read else None
    titled = places_in(article.title or "", lexicon)
    read = _with_names(read, dateline, titled, lexicon)
    told = [(one.sentence.text, one.spots) for one in read]
    place, country = place_of_article(article.title, told, dateline, titled), country_of_article(article.title, told)
    company = company_of(article.title, read[0].plain, stripped.text, language) if read else None
    story = story_of(article.title, read[0].plain, lexicon) if read else Story()
    desk = _Desk(article, language, lexicon, stripped, place, country, is_of_vote(stripped.text), company, story)
    speakers = speakers_of([Told(one.sentence.text, one.words, one.sentence.paragraph) for one in read], lexicon)
    claims: list[Found] = []
    carried = Carried()
    for one, speaker in zip(read, speakers, strict=True):
        claims += _claims_of(one, desk, carried, speaker)
    no_claims = [
        NoClaim(desk.anchored(one.sentence, number.start, number.end), number.reason)
        for one in read
        for number in one.numbers.spots
        if number.reason is not None
    ]
    times = [period for one in read for _, _, period in one.numbers.periods]
    return ReadArticle(language, len(article.text), claims, no_claims, times)


def _sentences(text: str, lexicon: Lexicon, language: str, article: Article) -> Iterator[_Read]:
    """Read sentence by sentence, and stop where there is too much of it."""
    figures, effort = 0, Effort()
    for count, sentence in enumerate(sentences_of(text, lexicon), 1):
        _bounded(count, MOST_SENTENCES, "sentences")
        read = _read(sentence, lexicon, article, language, effort)
        _bounded(effort.tries, MOST_TIMES, "words that may begin a date")
        figures += sum(number.reason is None for number in read.numbers.spots)
        _bounded(figures, MOST_FIGURES, "figures")
        yield read


def _bounded(count: int, most: int, what: str) -> None:
    """Refuse a text that would cost more than a second: what is read of a text is all of it or nothing."""
    if count > most:
        raise Invalid(f"An article has at most {most:,} {what}; this has more. Send it in parts.", "/text")


def _with_names(read: list[_Read], dateline: Dateline | None, titled: list[Spot], lexicon: Lexicon) -> list[_Read]:
    """Add to each sentence the names that others, the headline or the dateline call places."""
    spots = [*titled, *(spot for one in read for spot in one.spots)]
    names = {spot.name for spot in spots if spot.is_where and not spot.is_known}
    names.update(name for name in (dateline.city, dateline.wider) if name) if dateline else None
    again = frozenset(names)
    return [one._replace(spots=named_again(one.sentence.text, one.spots, again, lexicon)) for one in read]


def _read(sentence: Sentence, lexicon: Lexicon, article: Article, language: str, effort: Effort) -> _Read:
    text = sentence.text if sentence.start else without_dateline(sentence.text)
    numbers = numbers_of(text, lexicon, language, article.published_at, effort)
    spans = [_span_of(one, text) for one in numbers.spots]
    spans += [Span(start, end, TIME) for start, end, _ in numbers.periods]
    words = without_brackets(words_of(text, lexicon, _apart(spans)))
    asides = asides_of(text, words, lexicon)
    plain = [word for word in words if not any(start <= word.start < end for start, end in asides)]
    return _Read(sentence, numbers, words, places_in(text, lexicon), plain)


def _span_of(number: Number, text: str) -> Span:
    """Give what a number is in its sentence; a name with digits ("SARS-CoV-2") is a name."""
    if number.reason is None:
        return Span(number.start, number.end, FIGURE)
    is_name = number.reason == "name or identifier" and number.printed[:1].isalpha() and "/" not in number.printed
    start = number.start
    while is_name and start and (text[start - 1].isalnum() or text[start - 1] == "-"):
        start -= 1
    return Span(start, number.end, NAME if is_name else TIME)


def _apart(spans: list[Span]) -> list[Span]:
    """Keep of spans that overlap the first."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


class _Desk(NamedTuple):
    """What all figures of an article share."""

    article: Article
    language: str
    lexicon: Lexicon
    stripped: Stripped
    place: str | None
    country: str | None
    is_of_vote: bool
    company: str | None
    story: Story

    @property
    def told(self) -> Publication:
        """What all drafts have from their article."""
        article = self.article
        return Publication(article.source, article.published_as, article.url, self.language)

    def anchored(self, sentence: Sentence, start: int, end: int) -> Anchor:
        """Give the anchor of a span of a sentence, in what was given."""
        return self.stripped.anchored(sentence.start + start, sentence.start + end)


def _claims_of(read: _Read, desk: _Desk, carried: Carried, speaker: Speaker | None) -> Iterator[Found]:
    carried.enter(read.sentence.paragraph)
    for number in read.numbers.spots:
        if number.reason is None and number.found is not None:
            yield _claim(read, number, desk, carried, speaker)
    published = desk.article.published_at.date()
    carried.person = named_first(read.words) or carried.person
    where = [spot.name for spot in read.spots if spot.is_where]
    told = told_before(read.numbers.periods, read.sentence.text, desk.lexicon, published)
    carried.leave(told, where[0] if where else None)
    earlier = earlier_times(read.sentence.text)
    carried.keep(one[2] for one in read.numbers.periods if not any(span.covers(one) for span in earlier))


def _claim(read: _Read, number: Number, desk: _Desk, carried: Carried, speaker: Speaker | None) -> Found:
    named = _shared(read, number, desk, carried) or _named(read, number, desk.lexicon, carried.named)
    timed = _timed(read, number, desk.lexicon, named, carried.past)
    is_left = named is not None and named.was
    is_left = is_left and not compared_with_earlier(read.sentence.text, number.start, number.end)
    timed = before_change(timed) if is_left else timed
    others = [one.start for one in read.numbers.spots if one.reason is None]
    country = desk.country if is_at_large(read.sentence.text) else None
    spot = At(read.sentence.text, number.start, others, country, number.end)
    before = carried.spot if timed.by is By.INHERITED and not desk.is_of_vote else None
    located = place_of(read.spots, spot, desk.article.place, before or desk.place)
    if named is not None and (scene := _scene(read, number, desk.lexicon)) is not None:
        is_then = timed.by is not By.ASSUMED and carried.is_of_lead(timed.period)
        named = named_in_story(named, scene, desk.story, is_then=is_then)
    if named is not None and named.head is not None and is_region(named.head):
        located = Located(named.head, By.SAID)
    if named is not None and desk.company is not None and located.by is not By.SENTENCE:
        is_its = named.subject is None or named.subject.startswith(desk.company)
        is_its = is_its or named.subject == desk.company.split(maxsplit=1)[0]  # "Norvik" is "Norvik Motors"
        named = named._replace(subject=desk.company if is_its else named.subject)
        located = Located(None, By.ASSUMED) if located.by is By.ARTICLE and is_its else located
    if named is not None and named.how is not How.CARRIED:
        named = named._replace(metric=fuller_name(named.metric, carried.names, desk.language))
        named = carried.with_whose(named)
        carried.named, carried.named_in = named, carried.sentences
        carried.names.append(named.metric)
    reasons = tuple(_doubts(named, timed, carried))
    figures = [one for one in read.numbers.spots if one.reason is None and one.start < number.start]
    figure_before = figures[-1] if figures else None
    sentence = read.sentence

    def at(span: tuple[int, int] | None) -> Anchor | None:
        return None if span is None else desk.anchored(sentence, *span)

    return Found(
        State.UNSURE if reasons else State.SURE,
        reasons,
        desk.anchored(sentence, number.start, number.end),
        desk.anchored(sentence, 0, len(sentence.text)),
        at(timed.span),
        at(located.span),
        at(speaker.span if speaker and sentence.text[slice(*speaker.span)] == speaker.name else None),
        Known(named.how if named else None, timed.by, located.by, By.SAID if speaker else None),
        None
        if named is None
        else draft_of(
            Fields(
                sentence.text,
                number,
                named,
                timed,
                located,
                speaker,
                figure_before,
                _is_bare(read, number, desk.lexicon),
            ),
            desk.told,
        ),
    )


def _named(read: _Read, number: Number, lexicon: Lexicon, carried: Named | None) -> Named | None:
    scene = _scene(read, number, lexicon)
    return carried if scene is None else name_of(scene, carried)


def _scene(read: _Read, number: Number, lexicon: Lexicon) -> Scene | None:
    """Give a figure among the words of its sentence."""
    at = next((at for at, word in enumerate(read.plain) if word.start <= number.start < word.end), None)
    if at is None or number.found is None:
        return None
    return Scene(read.plain, at, number.found.printed.measure.dimension == "count", lexicon)


def _is_bare(read: _Read, number: Number, lexicon: Lexicon) -> bool:
    """Tell whether nothing that it counts stands behind a figure."""
    at = next((at for at, word in enumerate(read.plain) if word.start <= number.start < word.end), None)
    return at is not None and not noun_behind(Scene(read.plain, at, counts=True, lexicon=lexicon))[0]


def _shared(read: _Read, number: Number, desk: _Desk, carried: Carried) -> Named | None:
    """Read the votes that somebody got, and how many voted, where the text tells of an election."""
    found = number.found
    dimension = None if found is None or found.figure.direction else found.printed.measure.dimension
    at = next((at for at, word in enumerate(read.plain) if word.start <= number.start < word.end), None)
    if desk.is_of_vote and found is not None and found.figure.direction and number.printed.endswith("points"):
        return _points_of_vote(at, desk, carried)
    if not desk.is_of_vote or at is None or dimension not in ("percent", "count"):
        return None
    scene = Scene(read.plain, at, counts=dimension == "count", lexicon=desk.lexicon)
    if name := turnout_of(scene):
        return Named(name, None, How.COUNTED, event=True)
    share = None if scene.counts else share_of_vote(scene, carried.person)
    return None if share is None else Named(share[0], share[1], How.SUBJECT, event=True)


def _points_of_vote(at: int | None, desk: _Desk, carried: Carried) -> Named | None:
    """Read by how much a share of the votes changed: "kam auf 22,7 Prozent und verlor damit [5,1 Prozentpunkte]"."""
    if at is None or carried.named is None or carried.named_in != carried.sentences:
        return None
    name = name_of_share(desk.lexicon)
    return carried.named._replace(how=How.CARRIED) if carried.named.metric == name else None


def _timed(read: _Read, number: Number, lexicon: Lexicon, named: Named | None, past: Past) -> Timed:
    is_change = number.found is not None and number.found.figure.direction in ("up", "down")
    is_event = named is not None and named.event
    is_count = number.found is not None and number.found.printed.measure.dimension == "count"
    is_inflation = named is not None and is_of_prices(named.metric)
    when = When(read.sentence.text, number.start, number.end, is_event, is_change, past, is_count, is_inflation)
    return time_of(when, read.numbers.periods, lexicon)


def _doubts(named: Named | None, timed: Timed, carried: Carried) -> Iterator[str]:
    if named is None:
        yield "The sentence does not tell what is measured."
        return
    if named.how is How.CARRIED and carried.named_in != carried.sentences:
        yield "What is measured is taken from a sentence before."
    if named.was:
        yield "It is the figure before a change, of a time that is not told."
    if timed.by is By.INHERITED and not carried.past.is_one:
        yield "The period is taken from a sentence before."
    if timed.by is By.ASSUMED and named.event and carried.past.lead is not None and not carried.past.is_one:
        yield "When it happened is not told; the text tells several times."
