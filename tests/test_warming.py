"""After the start nobody waits for a lexicon."""

from service.reading.figures import lexicon as figures
from service.reading.period import words as periods
from service.warming import warm_up
from tests.builders import claim


def test_what_reading_needs_is_loaded_before_the_first_request() -> None:
    warm_up()
    caches = (figures._lexicon_of, figures.load, periods._lexicon_of)
    before = [one.cache_info().misses for one in caches]
    for language in ("en", "de", "fr", "es", "uk", "ru", "it", "pl", "pt", None):
        claim(language=language)
    assert [one.cache_info().misses for one in caches] == before
