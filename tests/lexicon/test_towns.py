from service.claim import TWO_PLACES
from service.reading.lexicon_files import WORLD, read_lines
from service.reading.place import read_place
from service.reading.place.folding import fold_name
from service.reading.place.gazetteer import load_names, load_states


def test_every_line_is_a_town_with_its_country_and_folded_names_of_its_own() -> None:
    rows = [line.split("\t") for line in read_lines(WORLD, "towns")]
    taken = load_names().keys() | load_states().keys() | TWO_PLACES
    names = [name for _, _, _, others in rows for name in others.split("|") if name]
    assert len(rows) > 5000
    assert all(len(country) == 2 and int(thousands) >= 100 for country, _, thousands, _ in rows)
    assert all(fold_name(name) == name for name in names)
    assert not taken & set(names)


def test_no_name_is_two_towns() -> None:
    seen: dict[str, str] = {}
    for line in read_lines(WORLD, "towns"):
        country, shown, _, others = line.split("\t")
        for name in filter(None, others.split("|")):
            assert seen.setdefault(name, f"{country} {shown}") == f"{country} {shown}", name


def test_a_name_that_two_places_bear_stays_open() -> None:
    assert {read_place(name).key for name in ("Birmingham", "Delta", "Springfield")} == {
        "birmingham",
        "delta",
        "springfield",
    }
