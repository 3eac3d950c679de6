"""Reading: text to typed fields. Pure: the time comes in as an argument, and no file but the lexicon is touched."""

from service.reading.draft import Draft, PeriodFields, QuantityFields
from service.reading.metric import read_metric, read_subject
from service.reading.place import read_place
from service.reading.reader import read

__all__ = ["Draft", "PeriodFields", "QuantityFields", "read", "read_metric", "read_place", "read_subject"]
