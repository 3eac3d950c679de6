"""Ages that a topic tells in numbers: "ages 18-34", "over-55s", "moins de 25 ans"."""

import re

from service.topic import Topic

_OF_TIME = r"[\s-]+(?:hour|day|week|month|minute|stunde|tag|woche|monat|heure|jour|semaine|mois|hora|día|semana|mes)"
"""Behind a number that is no age: "waiting over 65 weeks"."""
_AGES = re.compile(
    r"\b(?:ages?|aged|over|under|unter|über|moins de|plus de|menores de|mayores de)"
    rf"\s*-?\s*(\d{{1,2}})s?\b(?!\s*%|{_OF_TIME})"
    r"|\b(\d{1,2})\s*(?:-|–|to|bis|à|a)\s*\d{1,2}[\s-]*(?:years?|year-olds?|ans|jahre|años|anni)\b"
    r"|\b(\d{1,2})(?:\s+(?:and|or|et|und|y)\s+(?:over|older|under|younger|plus|älter|jünger|más))",
    re.IGNORECASE,
)


def tell_other_ages(one: Topic, other: Topic) -> bool:
    """Whether two tell other ages, or only one tells any and the other no age in words either ("youth")."""
    ours, theirs = _ages_of(one), _ages_of(other)
    if ours == theirs:
        return False
    if ours and theirs:
        return not ours & theirs
    silent = other if ours else one
    return not any(qualifier.startswith("age:") for qualifier in silent.qualifiers)


def _ages_of(topic: Topic) -> frozenset[str]:
    return frozenset(age for found in _AGES.findall(topic.text) for age in found if age)
