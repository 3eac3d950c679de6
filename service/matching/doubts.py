"""What may make two things of what is likely one, so that a person decides: read off the numbers of a pair. Pure."""

from service.matching.own_words import OWN
from service.matching.wording import Numbers

_DOUBTS = (
    "certainty_in_doubt", "only_one_says_price", "growth_since_when", "two_places_apart", "of_others",
    "counts_another", "period_is_loose", "unit_unsaid", "one_forecast", "total_beside_part", "names_a_part",
    "only_one_says_dose",
)  # fmt: skip
"""Each of them may make two things of what is likely one, whatever else speaks for it: told at PPP, confirmed …"""
_OUTWEIGHED = ("only_one_says_gross", "measured_apart")
"""Ways to tell one thing that may tell two. Where all else makes it all but certain that it is one, they are ways."""
ALL_BUT_CERTAIN, CERTAIN = 0.9, 0.95
"""The model's chances from which on; the second of what is counted less by a word more, which is a part as a rule."""
_OTHER_PERIODS = ("total_up_to_day", "day_in_month", "night", "year_to_month", "period_is_loose", "period_is_vague")
_TELLING_PART = 0.4
"""What a word of a metric tells that may make it a part of another."""


def is_for_a_person(numbers: Numbers, chance: float) -> bool:
    """Whether two may be two things although all makes it likely that they are one: the topic suggests them at most.

    Tanks lost, and tanks of which the loss is visually confirmed: the second are a part of the first. GDP per person,
    and GDP per person at purchasing power parity, are told by two measures. What only one side calls gross,
    and what is measured in other words, is a doubt that much other evidence outweighs.
    """
    return is_in_doubt(numbers) or chance < least_chance(numbers)


def is_in_doubt(numbers: Numbers) -> bool:
    """Whether something makes it a person's to decide that nothing outweighs."""
    if numbers["proper_names_less_none_shared"] >= _TELLING_PART:
        return True
    if _may_be_two(numbers) and not numbers["figures_near"]:
        return True
    if _is_a_longer_name(numbers) or (numbers["one_names_more"] and not numbers["same_within"]):
        return True
    return any(numbers[name] for name in _DOUBTS) or is_open(numbers) or _is_surely_for_a_person(numbers)


def least_chance(numbers: Numbers) -> float:
    """The chance from which on other evidence outweighs a doubt; 0 where there is none."""
    if numbers["smaller_says_more"] and _may_be_a_part(numbers):
        return CERTAIN
    return ALL_BUT_CERTAIN if any(numbers[name] for name in _OUTWEIGHED) or _may_be_two(numbers) else 0.0


def is_another_period(numbers: Numbers) -> bool:
    """Whether periods that are told in two ways are two: what one thing comes to is not far apart.

    Of one event two outlets differ more: "4 dead, 26 July", "6 dead, July".
    """
    if not any(numbers[name] for name in _OTHER_PERIODS) or numbers["figures_near"]:
        return False
    is_far = numbers["figures_doubled"] or numbers["figures_far"]
    return bool(is_far) or not numbers["one_event"]


def is_open(numbers: Numbers) -> bool:
    """Whether only one side has a place that the other does not say, and no name that both say tells where it is.

    A town whose country is not told is not elsewhere.
    """
    is_lone = numbers["within_lone"] or (numbers["country_on_one_side"] and not numbers["same_within"])
    return (
        bool(is_lone) and not numbers["within_said"] and not numbers["names_shared"] and not numbers["both_say_world"]
    )


def _may_be_two(numbers: Numbers) -> bool:
    """Whether a word, a country or how the time is told may make two things, of which the figures tell more."""
    return (
        bool(numbers["period_is_vague"] or numbers["one_names_more"])
        or _may_be_a_part(numbers)
        or _may_be_another(numbers)
    )


def _is_surely_for_a_person(numbers: Numbers) -> bool:
    """Whether what may be a part or another thing is so much like one that near figures tell nothing.

    The sales of a division come near those of the whole, and "cancelled" near "delayed" where no name is shared of whom
    or what: medals of a country and its gold medals, flights of a town.
    """
    may_be_a_part = _may_be_a_part(numbers)
    if may_be_a_part and numbers["in_money"]:
        return True
    is_another = _may_be_another(numbers) or (may_be_a_part and _is_kind(numbers))
    return bool(is_another) and not numbers["names_shared"]


def _may_be_another(numbers: Numbers) -> bool:
    """Whether one word of each side is another and the figures differ: gold medals and silver medals."""
    is_another = numbers["one_word_swapped"] or (numbers["no_measure_shared"] and not numbers["same_casualty"])
    return bool(is_another) and not (numbers["figures_same"] or numbers["figures_close"])


def _may_be_a_part(numbers: Numbers) -> bool:
    """Whether one says a word of a metric more and the figures differ: "revenue" and "data centre revenue".

    Of victims and patients a word more tells mostly who they were: "villagers killed". A sum of money that is told by
    a word more and is the larger one is no part.
    """
    are_victims = numbers["counted"] and any(numbers[name] for name in ("same_casualty", "one_event", "counts_cases"))
    if are_victims or numbers["larger_says_more"]:
        return False
    is_more = numbers["own_in_metric_more"] >= _TELLING_PART and numbers["own_strongest_less"] < OWN
    return bool(is_more or _is_kind(numbers)) and not (numbers["figures_same"] or numbers["figures_close"])


def _is_kind(numbers: Numbers) -> bool:
    """Whether one counts, and the other says of which kind: "medals" and "gold medals"."""
    return bool(numbers["counted"] and numbers["bare_beside_kind"] and not numbers["only_one_says_casualty"])


def is_another_by_subject(numbers: Numbers) -> bool:
    """Whether what one subject says more makes another figure of what has one metric: growth since when, a division."""
    return bool(numbers["growth_since_when"] or numbers["names_a_part"] or _is_a_longer_name(numbers))


def _is_a_longer_name(numbers: Numbers) -> bool:
    """Whether the name goes on and the figures are not near: "Siemens", "Siemens Energy"; "Lufthansa Group" is near."""
    return bool(numbers["name_goes_on"]) and not numbers["figures_near"]
