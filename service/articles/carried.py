"""What a text said last: its metric, its time and its place; and the time of its lead."""

from collections.abc import Iterable
from datetime import date

from service.articles.drafting import whose_of
from service.articles.lexicon import lower
from service.articles.naming import How, Named
from service.articles.times import Past
from service.articles.year_before import length_of
from service.claim import Period
from service.reading.period import PeriodForm

_LEAD = 3
"""Sentences of the lead: what time they tell is that of the story."""


class Carried:
    """What the text said last: its metric and its time; and the time of its lead."""

    def __init__(self) -> None:
        self.named: Named | None = None
        self.whose: dict[str, str] = {}
        """Of whom the text told a thing: "losses" of "the Russian army"."""
        self.names: list[str] = []
        """The names of all that was measured before."""
        self.named_in = 0
        """The sentence that told it."""
        self.period: Period | None = None
        self.lead: Period | None = None
        self.person: str | None = None
        """Whom the last sentence that does so begins with."""
        self.place: str | None = None
        """Of the sentence that told the time that is carried."""
        self.lead_place: str | None = None
        self.since: Period | None = None
        self.lengths: dict[str, Period] = {}
        self.ends: set[date] = set()
        """The last days of all times that were told."""
        self.paragraph = 0
        self.sentences = 0

    def with_whose(self, named: Named) -> Named:
        """Give of whom a thing is, which the text told where it named it first: "Losses per day", of the army."""
        metric, whose = whose_of(named.metric)
        words = lower(metric).split()
        if whose is not None:
            self.whose[words[-1]] = whose
            return named
        known = self.whose.get(words[0]) if named.how in (How.SUBJECT, How.BOTH, How.BEFORE) else None
        return named._replace(subject=known) if known and named.subject is None else named

    def enter(self, paragraph: int) -> None:
        """Forget what a new paragraph does not carry on."""
        if paragraph != self.paragraph:
            self.named, self.period, self.place, self.paragraph = None, None, None, paragraph

    def leave(self, told: Period | None, place: str | None) -> None:
        """Keep the time that a sentence told for those behind it, and where that was."""
        self.sentences += 1
        if told is not None:
            self.ends.add(told.end)
            self.period, self.place = told, place
        if self.lead is None and self.sentences <= _LEAD:
            self.lead, self.lead_place = told, place

    def is_of_lead(self, period: PeriodForm | None) -> bool:
        """Tell a time of the story: what its first sentence tells, or a day that the text told first."""
        return self.lead is None or (period is not None and period.end == self.lead.end)

    @property
    def spot(self) -> str | None:
        """The place of what the text told before; it goes with the time."""
        return self.place if self.period is not None else self.lead_place

    @property
    def past(self) -> Past:
        """The times that were told before."""
        return Past(self.period, self.lead, len(self.ends) <= 1, self.since, self.lengths)

    def keep(self, told: Iterable[Period]) -> None:
        """Keep the last total since a day, and the last quarter and month, by which the text may name them again."""
        for period in told:
            if period.since is not None:
                self.since = period
            elif length := length_of(period):
                self.lengths[length] = period
