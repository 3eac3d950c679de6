"""Why figures of one question differ: tests of their digits and of the series they stand in, each with its chance."""

from service.disputing.causes.finding import find_causes, with_cause
from service.disputing.causes.printed import Said, read_printed, said_of
from service.disputing.causes.stale import MOST_DAYS_OLD, find_repetition

__all__ = ["MOST_DAYS_OLD", "Said", "find_causes", "find_repetition", "read_printed", "said_of", "with_cause"]
