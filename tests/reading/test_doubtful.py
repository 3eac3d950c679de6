"""What looks like one figure and may well be another is asked back; what only looks doubtful is read."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from service.claim import Claim, ClaimId
from service.errors import Unreadable
from service.reading import Draft, read


def claim_of(quantity: str, metric: str, language: str | None = None, **fields: str) -> Claim:
    given = {"source": "desk", "published_at": "2026-11-22", "period": "2025"} | fields
    draft = Draft(quantity=quantity, metric=metric, language=language, **given)
    return read(draft, claim_id=ClaimId(UUID(int=7)), received_at=datetime(2026, 11, 22, 18, tzinfo=UTC))


ASKED = [
    ("half of 200", "arrests", "en"),
    ("two thirds of the 900", "arrests", "en"),
    ("half of 3%", "interest rate", "en"),
    ("ein Viertel von 10 Prozent", "Zinssatz", "de"),
    ("die Hälfte von 200", "Festnahmen", "de"),
    ("la moitié de 200", "arrestations", "fr"),
    ("metà di 200", "arresti", "it"),
    ("половина из 200", "задержанные", "ru"),
    ("12 to 15,000", "arrests", "en"),
    ("£12-15,000", "cost", "en"),
    ("12-15,000 euros", "cost", "en"),
    ("2–3.000", "Festnahmen", "de"),
    ("de 2 a 3.000", "detenidos", "es"),
    ("double digits", "arrests", "en"),
    ("a six-figure sum", "cost", "en"),
    ("deux chiffres", "croissance", "fr"),
    ("two, three hundred", "arrests", "en"),
    ("dwie, trzy setki", "zatrzymani", "pl"),
    ("2. Platz", "Bierabsatz", "de"),
    ("3.º lugar", "clasificación", "es"),
    ("3-е место", "рейтинг", "ru"),
    ("3. miejsce", "ranking", "pl"),
    ("2-1", "goals", "en"),
    ("5 m people", "displaced", "en"),
    ("12 dead, 34 injured", "victims", "en"),
    ("12 dead, 34 injured", "injured", "en"),
    ("12 Tote, 34 Verletzte", "Opfer", "de"),
    ("12 загиблих, 34 поранених", "жертви", "uk"),
    ("2 m", "downloads", "en"),
    ("4,120", "Zuschauer", "de"),
    ("4,120", "élèves", "fr"),
    ("4.120", "students", "en"),
]


@pytest.mark.parametrize(("quantity", "metric", "language"), ASKED)
def test_a_figure_with_two_readings_is_asked_back(quantity: str, metric: str, language: str) -> None:
    with pytest.raises(Unreadable) as refused:
        claim_of(quantity, metric, language)
    assert refused.value.pointer == "/quantity"


READ = [
    ("two to three hundred", "arrests", "en", "200", "300"),
    ("zwei- bis dreihundert", "Festnahmen", "de", "200", "300"),
    ("zwei bis drei Dutzend", "Festnahmen", "de", "24", "36"),
    ("dos o tres docenas", "detenidos", "es", "24", "36"),
    ("due o tre decine", "arresti", "it", "20", "30"),
    ("две-три сотни", "задержанные", "ru", "200", "300"),
    ("dwie lub trzy setki", "zatrzymani", "pl", "200", "300"),
    ("five to two hundred", "arrests", "en", "5", "200"),
    ("fifty to a hundred", "arrests", "en", "50", "100"),
    ("500 to 1,000", "arrests", "en", "500", "1000"),
    ("$12 to $15,000", "cost", "en", "12", "15000"),
    ("1.2m-1.4m people", "displaced", "en", "1200000", "1400000"),
    ("5m-6m euros", "cost", "en", "5000000", "6000000"),
    ("2m-3m", "height", "en", "2", "3"),
    ("2 m", "Wellenhöhe", "de", "2", "2"),
    ("3 m tall", "height of the wall", "en", "3", "3"),
    ("5 g of gold", "weight", "en", "0.005", "0.005"),
    ("5 l de agua", "volumen", "es", "5", "5"),
    ("3 m de haut", "hauteur", "fr", "3", "3"),
    ("half of 1%", "interest rate", "en", "0.5", "0.5"),
    ("three quarters of a million", "attendance", "en", "750000", "750000"),
    ("un demi-million", "visiteurs", "fr", "500000", "500000"),
    ("a good dozen", "arrests", "en", "12", "12.6"),
    ("ein gutes Dutzend", "Festnahmen", "de", "12", "12.6"),
    ("une bonne cinquantaine", "arrestations", "fr", "50", "52.5"),
    ("добрая сотня", "задержанные", "ru", "100", "105"),
    ("eine Handvoll", "Festnahmen", "de", "3", "7"),
    ("keine", "Festnahmen", "de", "0", "0"),
    ("ninguno", "detenidos", "es", "0", "0"),
    ("all 33", "arrests", "en", "33", "33"),
    ("12 dead, 34 injured", "deaths", "en", "12", "12"),
    ("12 Tote, 34 Verletzte", "Todesopfer", "de", "12", "12"),
    ("33 people, 12 of them children", "deaths", "en", "33", "33"),
    ("33 w szpitalach", "chorzy", "pl", "33", "33"),
]


@pytest.mark.parametrize(("quantity", "metric", "language", "low", "high"), READ)
def test_what_only_looks_doubtful_is_read(quantity: str, metric: str, language: str, low: str, high: str) -> None:
    stated = claim_of(quantity, metric, language).quantity.stated
    assert (stated.low, stated.high) == (Decimal(low), Decimal(high))


PRICES = [
    ("1,50 € le litre", "prix", "fr", "litre"),
    ("1,50 Euro der Liter", "Preis", "de", "litre"),
    ("5 Euro die Stunde", "Lohn", "de", "hour"),
    ("2 euros el litro", "precio", "es", "litre"),
    ("$80-a-barrel", "oil price", "en", "barrel"),
]


@pytest.mark.parametrize(("quantity", "metric", "language", "per"), PRICES)
def test_a_price_keeps_what_it_is_per(quantity: str, metric: str, language: str, per: str) -> None:
    assert claim_of(quantity, metric, language).quantity.unit.name.endswith(f"per {per}")


@pytest.mark.parametrize("period", ["Saturday 5 March 2023", "Dienstag, 6. März 2023", "lundi 7 mars 2023"])
def test_a_date_whose_weekday_is_another_is_asked_back(period: str) -> None:
    with pytest.raises(Unreadable) as refused:
        claim_of("12", "deaths", period=period)
    assert refused.value.pointer == "/period"


@pytest.mark.parametrize("period", ["Sunday 5 March 2023", "Sonntag, 5. März 2023", "dimanche 5 mars 2023"])
def test_a_date_with_its_weekday_is_that_day(period: str) -> None:
    assert claim_of("12", "deaths", period=period).period.start == date(2023, 3, 5)


@pytest.mark.parametrize("place", ["United Kingdom", "United States", "Germany"])
@pytest.mark.parametrize("period", ["school year 2022/23", "2022/23 season", "academic year 2022-23"])
def test_a_school_year_or_season_is_no_fiscal_year(period: str, place: str) -> None:
    read_as = claim_of("12", "deaths", period=period, place=place).period
    assert (read_as.start, read_as.end) == (date(2022, 7, 1), date(2023, 6, 30))


def test_day_and_month_in_figures_are_asked_back_where_a_country_writes_both() -> None:
    with pytest.raises(Unreadable):
        claim_of("12", "deaths", period="03/04/2022", place="Canada")
    assert claim_of("12", "décès", "fr", period="03/04/2022", place="Canada").period.start == date(2022, 4, 3)


OTHER_FIGURES = [
    ("176 votos a favor, 171 en contra y 3 abstenciones", "votos en contra", "es"),
    ("312 voix pour, 240 contre", "voix contre", "fr"),
    ("52 for, 48 against", "votes", "en"),
    ("3 men, 2 women", "victims", "en"),
    ("120 tanks, 30 planes", "equipment losses", "en"),
    ("2:1", "Endstand", "de"),
    ("2:1 (1:0)", "Tore", "de"),
    ("3:2", "final score", "en"),
    ("3:2", "résultat du match", "fr"),
    ("2:0", "wynik meczu", "pl"),
    ("2:0", "рахунок матчу", "uk"),
    ("58 injured, among them 9 police officers", "police officers injured", "en"),
    ("58 Verletzte, darunter 9 Polizisten", "verletzte Polizisten", "de"),
    ("58 blessés, dont 9 policiers", "policiers blessés", "fr"),
    ("$800–1.2 million", "repair costs", "en"),
    ("800–1.2 million", "people affected", "en"),
    ("fell 12 percent to 340", "decline in burglaries", "en"),
    ("rose by 3% to 7 million", "increase in revenue", "en"),
]


@pytest.mark.parametrize(("quantity", "metric", "language"), OTHER_FIGURES)
def test_of_two_figures_the_metric_says_which(quantity: str, metric: str, language: str) -> None:
    with pytest.raises(Unreadable, match=r"figure|can start at|speaks of the change"):
        claim_of(quantity, metric, language)


@pytest.mark.parametrize(
    ("quantity", "metric", "language", "low"),
    [
        ("176 votos a favor, 171 en contra y 3 abstenciones", "votos a favor", "es", 176),
        ("312 voix pour, 240 contre", "voix pour", "fr", 312),
        ("5 goals, 3 assists", "goals", "en", 5),
        ("12 people, 3 of them children", "deaths", "en", 12),
        ("12 muertos, 3 de ellos niños", "muertos", "es", 12),
        ("12 Menschen, davon 3 Kinder", "Tote", "de", 12),
        ("84,600, up from 80,000 last year", "deaths", "en", 84600),
        ("300 cases, 12 more than on Monday", "cases", "en", 300),
        ("2:1", "ratio of men to women", "en", 2),
        ("1.250,- Euro", "Miete", "de", 1250),
        ("€ 1.250,-", "rent", "nl", 1250),
        ("1'250.–", "Miete", "de", 1250),
        ("99,-- EUR", "Preis", "de", 99),
        ("58 injured, including 9 police officers", "people injured", "en", 58),
        ("п'ять з половиною мільйонів", "втрати", "uk", 5_500_000),
        ("пять с половиной миллионов", "потери", "ru", 5_500_000),
        ("5 з половиною мільйонів", "втрати", "uk", 5_500_000),
        ("900m to 1.2bn", "cost", "en", 900_000_000),
        ("900k to 1.2m", "cost", "en", 900_000),
        ("800.000–1,2 Mio.", "Betroffene", "de", 800_000),
        ("rose by 3% to 7 million", "revenue", "en", 7_000_000),
    ],
)
def test_the_first_of_them_is_read_where_it_is_meant(quantity: str, metric: str, language: str, low: int) -> None:
    assert claim_of(quantity, metric, language).quantity.stated.low == low


@pytest.mark.parametrize("metric", ["annual mean PM2.5", "PM2.5", "Covid-19.5 index", "G20 growth"])
def test_digits_of_a_name_are_no_day(metric: str) -> None:
    period = claim_of("14", metric).period
    assert (period.start, period.end) == (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("published_at", ["2025-06-14", "2025-06-15", "2025-06-16", "2025-06-17"])
@pytest.mark.parametrize(
    ("text", "language"), [("over the weekend", "en"), ("am Wochenende", "de"), ("ce week-end", "fr")]
)
def test_a_weekend_is_the_last_one_that_has_begun(text: str, language: str, published_at: str) -> None:
    period = claim_of("14", "arrivals", language, period=text, published_at=published_at).period
    assert (period.start, period.end) == (date(2025, 6, 14), date(2025, 6, 15))


@pytest.mark.parametrize(
    ("quantity", "language"),
    [
        ("12 deaths, 3 March 2024", "en"),
        ("12 deaths (3 March 2024)", "en"),
        ("12 deaths 3 March 2024", "en"),
        ("12 deaths, 2024-03-03", "en"),
        ("12 Tote am 3. März 2024", "de"),
        ("12 Tote, 3. März 2024", "de"),
        ("12 morts le 3 mars 2024", "fr"),
    ],
)
def test_a_day_behind_the_figure_is_its_day(quantity: str, language: str) -> None:
    draft = Draft(source="desk", metric="deaths", quantity=quantity, language=language)
    claim = read(draft, claim_id=ClaimId(UUID(int=7)), received_at=datetime(2026, 11, 22, 18, tzinfo=UTC))
    assert (claim.period.start, claim.period.end) == (date(2024, 3, 3), date(2024, 3, 3))


@pytest.mark.parametrize(
    ("quantity", "language"),
    [
        ("п'ять з половиною років", "uk"),
        ("пять с половиной лет", "ru"),
        ("cinco años y medio", "es"),
        ("cinque anni e mezzo", "it"),
        ("cinq ans et demi", "fr"),
        ("cinco anos e meio", "pt"),
        ("pięć i pół roku", "pl"),
        ("five and a half years", "en"),
    ],
)
def test_a_half_is_not_lost_wherever_it_stands(quantity: str, language: str) -> None:
    own, plain = claim_of(quantity, "sentence", language).quantity, claim_of("5.5 years", "sentence", "en").quantity
    assert own.stated == plain.stated


def test_the_upper_end_is_kept_where_a_range_is_told_by_two_bounds() -> None:
    stated = claim_of("900m to 1.2bn", "cost", "en").quantity.stated
    assert (stated.low, stated.high) == (900_000_000, 1_200_000_000)


@pytest.mark.parametrize(
    ("quantity", "language"),
    [
        ("no fewer than 600 but not more than 750", "en"),
        ("mindestens 600, aber höchstens 750", "de"),
        ("au moins 600, mais pas plus de 750", "fr"),
        ("al menos 600, pero no más de 750", "es"),
        ("almeno 600 ma non più di 750", "it"),
        ("pelo menos 600, mas não mais de 750", "pt"),
        ("co najmniej 600, ale nie więcej niż 750", "pl"),
        ("не менее 600, но не более 750", "ru"),
        ("не менше 600, але не більше 750", "uk"),
    ],
)
def test_of_two_bounds_none_is_lost(quantity: str, language: str) -> None:
    stated = claim_of(quantity, "homes", language).quantity.stated
    assert (stated.low, stated.high) == (600, 750)
