"""Reading: text to typed fields. Pure: the time comes in as an argument, and no file but the lexicon is touched."""

from service.reading.draft import Draft, QuantityFields
from service.reading.exact import read_exact
from service.reading.lexicon_files import LANGUAGES
from service.reading.metric import read_metric
from service.reading.place import read_place
from service.reading.reader import check_text, check_url, read, read_published_at
from service.reading.subject import read_subject

__all__ = [
    "LANGUAGES",
    "Draft",
    "QuantityFields",
    "check_text",
    "check_url",
    "read",
    "read_exact",
    "read_metric",
    "read_place",
    "read_published_at",
    "read_subject",
]
