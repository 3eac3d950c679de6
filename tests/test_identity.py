"""One normal form of names: number 10 of the faults."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.identity import BIDIRECTIONAL, mixed_scripts, name_key

ONE_NAME = [
    [
        "Reuters",
        " reuters ",
        "ＲＥＵＴＥＲＳ",
        "reu\u200bters",
        "Reu\u00adters",
        "\ufeffReuters",
        "reuters\u2060",
        "Reuters\ufe0f",
    ],
    ["L’Équipe", "l'équipe", unicodedata.normalize("NFD", "L'Équipe"), "L\u02bcÉquipe", "L´Équipe"],
    ["Al-Jazeera", "al\u2010jazeera", "Al\u2011Jazeera", "Al–Jazeera", "Al−Jazeera"],
    ["Straße", "STRASSE"],
    ["Agence  France\u00a0Presse", "agence france presse"],
    ["ﬁnancial times", "Financial Times"],
]


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda one: one[0])
def test_spellings_of_one_name_have_one_key(spellings: list[str]) -> None:
    assert len({name_key(one) for one in spellings}) == 1


def test_other_names_stay_other_names() -> None:
    assert len({name_key(one) for one in ("Reuters", "Reuter", "Re-uters", "Rеuters", "Reuters 2")}) == 5


@given(st.text())
def test_law_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text())
def test_law_every_normal_form_of_a_name_has_its_key(name: str) -> None:
    assert {name_key(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {name_key(name)}


@pytest.mark.parametrize(("name", "scripts"), [("Rеuters", ("Cyrillic", "Latin")), ("ВВC", ("Cyrillic", "Latin"))])
def test_look_alike_letters_in_one_word_are_seen(name: str, scripts: tuple[str, ...]) -> None:
    assert mixed_scripts(name) == scripts


@pytest.mark.parametrize("name", ["Reuters", "Українська правда", "NHKニュース", "BBC Україна", "Καθημερινή", "TV2"])
def test_honest_names_are_not_flagged(name: str) -> None:
    assert mixed_scripts(name) == ()


def test_all_of_unicodes_bidirectional_controls_are_known() -> None:
    assert all(
        BIDIRECTIONAL.match(chr(one)) for one in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    )
