import pytest

from service.reading.quantity import find_quantities

SENTENCES = [
    ("The army lost almost 85 thousand men and 2,895 tanks.", ["lost almost 85 thousand", "2,895"]),
    (
        "Inflation fell to 7.1 % in October, down 0.6 percentage points.",
        ["fell to 7.1 %", "down 0.6 percentage points"],
    ),
    ("Between 5 and 6 million people, or one in four, fled.", ["Between 5 and 6 million", "one in four"]),
    ("At 2:00 pm the F-16 and the Su-27 landed; 2 pm is tea time.", []),
    ("How about more than 2 of them?", ["more than 2"]),
    ("It cost $1.2bn-1.5bn, i.e. €1.1 billion.", ["$1.2bn-1.5bn", "€1.1 billion"]),
    ("The one you mentioned is invalid.", []),
    ("We produced nothing in 2013-14.", []),
    ("SCP 06F6 behind MACS J1149.5+6663", []),
    ("a 10-gallon cooler on a four-mile drive", ["10-gallon", "four-mile"]),
    ("Losses of 600-800 per day, above 170 apiece", ["600-800 per day", "above 170"]),
    ("sales greater than 30 and less than or equal to 40", ["greater than 30 and less than or equal to 40"]),
    (
        "sales less than or equal to 40 and greater than or equal to 50",
        ["less than or equal to 40", "greater than or equal to 50"],
    ),
    ("a maximum of more than 60 hours", ["more than 60 hours"]),
    ("У жовтні близько 84 600 осіб", ["близько 84 600"]),
    ("24703m212", ["24703"]),
    ("Xyz 1.234", []),
    ("<>30", ["30"]),
    ("no doubt nobody won", []),
]


@pytest.mark.parametrize(("sentence", "figures"), SENTENCES)
def test_the_figures_of_a_sentence(sentence: str, figures: list[str]) -> None:
    assert [sentence[start:end] for start, end, _ in find_quantities(sentence)] == figures


def test_what_is_found_is_read_as_given() -> None:
    [(_, _, quantity)] = find_quantities("It was 40.3 °C in the shade.", language="en")
    assert quantity.as_given == "40.3 °C"
    assert quantity.unit.dimension == "temperature"
