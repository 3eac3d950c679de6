"""Of whom and where, in the metric's own words."""

import pytest

from service.reading.scope import find_place_in, find_subject_in


@pytest.mark.parametrize(
    ("metric", "key"),
    [
        ("Russian army personnel losses", "RU military"),
        ("Ukrainian armed forces casualties", "UA military"),
        ("French police officers injured", "FR police"),
        ("Russian losses", None),
        ("army losses", None),
        ("Russian army", None),
        ("unemployment rate", None),
    ],
)
def test_the_forces_of_a_country_are_the_subject(metric: str, key: str | None) -> None:
    found = find_subject_in(metric)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("metric", "key"),
    [
        ("inflation in Germany", "DE"),
        ("population of the United States", "US"),
        ("German inflation rate", "DE"),
        ("Spain's unemployment rate", "ES"),
        ("population of Berlin", "DE/berlin"),
        ("rents in New York City", "US/new york"),
        ("unemployment rate in California", "US/california"),
        ("GDP growth, Germany", "DE"),
        ("flights to Berlin", None),
        ("people born in Paris", None),
        ("killed in Aleppo and Idlib", None),
        ("exports to China", None),
        ("imports from Russia", None),
        ("ratio of Russian to Ukrainian losses", None),
        ("Russian losses", None),
        ("GDP", None),
        ("Germany", None),
    ],
)
def test_a_country_in_the_metric_is_the_place(metric: str, key: str | None) -> None:
    found = find_place_in(metric)
    assert (found.key if found else None) == key
