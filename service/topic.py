"""The nouns of matching by topic: all words of a claim together, in whatever field they stand."""

from msgspec import Struct


class TopicWord(Struct, frozen=True):
    """A word of a topic: as it is looked up, as it was written, where it stood, and what kind of word it is."""

    form: str
    surface: str
    field: str
    """ "metric", "subject", "place" or "thing"."""
    kind: str
    """ "word", "name" (written with a capital) or "acronym"."""
    known: bool
    """Whether the thesaurus knows it."""


class Topic(Struct, frozen=True):
    """What a claim's words say in all its fields together, but for its country: the unit of the vocabulary."""

    key: str
    """Equal keys are one topic."""
    text: str
    """All of it, as given."""
    language: str
    words: tuple[TopicWord, ...]
    qualifiers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """Codes of countries that the words name."""

    def __hash__(self) -> int:
        """Of the key alone: what is kept by topics is looked up again and again."""
        return hash(self.key)
