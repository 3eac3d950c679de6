import pytest

from service.errors import Unreadable
from service.reading.place import extract_place, find_place, read_place
from service.reading.place.extracting import load_demonyms
from service.reading.place.folding import fold_name

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
    "PR": ["Puerto Rico", "Puerto Rico (US)", "Puerto Rico, USA"],
    "IN": ["Republic of India", "India, Republic of"],
    "PK": ["Islamic Republic of Pakistan"],
    "MK": ["Macedonia (FYROM)", "North Macedonia"],
    "VC": ["St. Vincent and the Grenadines", "St. Vincent & Grenadines"],
    "EU": ["European Union (27 countries)", "EU-27", "EU"],
    "GE/tbilisi": ["Tbilisi, Georgia"],
    "US/georgia/atlanta": ["Atlanta, Georgia", "Atlanta, GA", "Atlanta, Ga."],
    "TW": ["Taiwan", "Taiwan, China", "Chinese Taipei"],
    "coningsby": ["Coningsby", "coningsby"],
    "ID/padang": ["Padang", "Padang, Indonesia", "Паданг"],
    "DE/munich": ["Munich", "München", "Monachium, Niemcy", "Monaco di Baviera", "Мюнхен"],
    "AT/lower austria": ["Lower Austria", "Niederösterreich", "Basse-Autriche", "Österreich, Niederösterreich"],
    "IT/sicily": ["Sicily", "Sizilien", "Sicilia, Italia"],
    "IT/padua": ["Padua", "Padova", "Padua, Italy"],
    "UA/dnipro": ["Dnipro", "Дніпро", "Dnipro, Ukraine"],
    "ZA/durban": ["Durban", "Durban, South Africa"],
    "birmingham": ["Birmingham"],
    "san jose": ["San José"],
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


EXTRACTED = {
    "population of France": ("FR", "population"),
    "GDP Germany": ("DE", "GDP"),
    "GDP, Germany": ("DE", "GDP"),
    "French unemployment rate": ("FR", "unemployment rate"),
    "Germany: inflation": ("DE", "inflation"),
    "inflation (Germany)": ("DE", "inflation"),
    "France's GDP": ("FR", "GDP"),
    "unemployment rate in the United States": ("US", "unemployment rate"),
    "US unemployment rate": ("US", "unemployment rate"),
    "GDP of the UK in current prices": ("GB", "GDP in current prices"),
    "inflation in the euro area": ("EZ", "inflation"),
    "population, total (Korea, Rep.)": ("KR", "population, total"),
    "unemployment in Turkey": ("TR", "unemployment"),
    "Turkey's unemployment rate": ("TR", "unemployment rate"),
    "Trinidad and Tobago population": ("TT", "population"),
    "Northern Ireland unemployment": ("GB/northern ireland", "unemployment"),
}


@pytest.mark.parametrize(("text", "expected"), EXTRACTED.items())
def test_the_place_is_taken_out_of_a_metric(text: str, expected: tuple[str, str]) -> None:
    extracted = extract_place(text)
    assert extracted is not None
    assert (extracted[0].key, extracted[1]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "exports to China",
        "US exports to China",
        "trade between France and Germany",
        "Russian losses in Ukraine",
        "Turkey prices",
        "turkey production",
        "Bank of England base rate",
        "Russian-speaking population",
        "Indian Ocean temperature",
        "Spanish flu deaths",
        "population of Georgia",
        "unemployment in Georgia",
        "Michael Jordan points",
        "Chad",
        "France",
        "number of people born in India",
        "us households",
        "average daily losses",
        "Guinea pig population",
        "",
        "population of France " * 100,
    ],
)
def test_what_may_not_be_the_place_of_the_figure_is_left_in_the_text(text: str) -> None:
    assert extract_place(text) is None


@pytest.mark.parametrize(
    ("word", "key"), [("russian", "RU"), ("Russians", "RU"), ("South Korean", "KR"), ("English", "GB/england")]
)
def test_an_adjective_of_a_country_folds_to_its_key(word: str, key: str) -> None:
    assert load_demonyms()[fold_name(word)].key == key


def test_a_word_that_is_no_adjective_of_a_country_folds_to_nothing() -> None:
    assert "table" not in load_demonyms()


@pytest.mark.parametrize("code", ["CA", "AL", "DE", "GA", "IN"])
def test_a_code_that_is_a_country_and_a_state_is_asked_back_with_both(code: str) -> None:
    with pytest.raises(Unreadable, match=f"US-{code}"):
        read_place(code)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("US-CA", "US/california"),
        ("TX", "US/texas"),
        ("Mass.", "US/massachusetts"),
        ("Los Angeles, CA", "US/california/los angeles"),
        ("1127", "01127"),
        ("EL", "GR"),
    ],
)
def test_codes_say_which_place_they_mean(written: str, key: str) -> None:
    assert read_place(written).key == key


def test_a_country_of_which_the_text_says_so_is_no_state() -> None:
    assert read_place("Georgia (country)").key == "GE"
    assert read_place("Georgia").key == "georgia"
    assert read_place("Georgia").has_two_readings
    assert read_place("Georgia, USA").key == "US/georgia"
