import pytest

from service.errors import Unreadable
from service.reading.place import find_place, read_place

ONE_KEY = {
    "GB": ["UK", "United Kingdom", "Great Britain", "Britain", "GB", "GBR", "the United Kingdom", "Großbritannien"],
    "US": ["U.S.", "USA", "U.S.A.", "US", "America", "United States of America", "Estados Unidos", "США"],
    "MM": ["Burma", "Myanmar", "Myanmar (Burma)", "MMR"],
    "KR": ["Korea, Rep.", "Korea, South", "South Korea", "Republic of Korea"],
    "KP": ["North Korea", "Korea, North", "Korea, Dem. People's Rep.", "DPRK"],
    "CD": ["DR Congo", "Congo, Dem. Rep.", "Congo, Democratic Republic of the", "COD"],
    "CG": ["Congo, Rep.", "Congo, Republic of the", "Congo-Brazzaville"],
    "BS": ["Bahamas, The", "The Bahamas", "bahamas"],
    "CI": ["Côte d’Ivoire", "Cote d'Ivoire", "Ivory Coast"],
    "TR": ["Turkey", "Türkiye", "Turkiye", "Turkey (Turkiye)"],
    "DE": ["Germany", "Deutschland", "Allemagne", "Alemania", "Німеччина", "Германия"],
    "KN": ["St. Kitts and Nevis", "Saint Kitts and Nevis", "St. Kitts & Nevis"],
    "EZ": ["Euro area", "eurozone", "the euro area"],
    "001": ["World", "the world"],
    "GB/england": ["England", "england"],
    "FR/paris": ["Paris, France", "Paris (France)", "PARIS, FRANCE"],
    "US/texas/paris": ["Paris, Texas", "Paris, TX", "Paris, Texas, USA"],
    "GB/london": ["London, UK", "London, England"],
    "coningsby": ["Coningsby", "coningsby"],
    "korea": ["Korea"],
}


@pytest.mark.parametrize(("text", "key"), [(text, key) for key, texts in ONE_KEY.items() for text in texts])
def test_the_names_of_a_place_fold_to_one_key(text: str, key: str) -> None:
    assert read_place(text).key == key


def test_a_name_in_another_language_is_known_when_the_language_is_given() -> None:
    assert read_place("ドイツ", "ja").key == "DE"


@pytest.mark.parametrize("text", ["", " ", ",", "\x00", "\ud800", "x" * 1000])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_place(text)


@pytest.mark.parametrize("text", ["Georgia", "Korea", "turkey", "general election", "Russian army", "Paris", ""])
def test_no_place_is_found_where_it_is_not_sure(text: str) -> None:
    assert find_place(text) is None


def test_a_country_is_found_where_it_is_the_whole_text() -> None:
    found = find_place("Ukraine")
    assert found is not None
    assert found.key == "UA"
