"""Twenty disputes, position by position, as they are printed in tests/disputing/wording/printed.toml."""

from datetime import date
from typing import Any
from uuid import UUID

from service.claim import Claim, Status
from tests.builders import claim

MILLEY = "Gen. Milley"


def _positions(*held: list[dict[str, Any]], **common: Any) -> list[list[Claim]]:
    number = iter(range(1, 1000))
    base = {"subject": None, "place": None, **common}
    return [[claim(next(number), **(base | one)) for one in some] for some in held]


def _one(source: str, quantity: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"source": source, "quantity": quantity, **fields}]


_COVID: dict[str, Any] = {"metric": "COVID-19 deaths", "place": "Switzerland", "period": "as of 2020-03-18"}

STALE = {"a claimant beside a source, and a figure of the day before": {UUID(int=1): date(2020, 3, 17)}}

CASES: dict[str, list[list[Claim]]] = {
    "four figures": _positions(
        _one("WHO", "14"), _one("ECDC", "19"), _one("Swiss government", "21"), _one("JHU", "33"), **_COVID
    ),
    "a source in each language": _positions(
        _one("Bundesagentur", "2,4 Millionen", metric="Arbeitslose", place="Deutschland", language="de"),
        _one("ILO", "2.6 million", metric="unemployed people", place="Germany", language="en"),
        [
            {"source": "INSEE", "quantity": "3 millions", "metric": "chômeurs", "place": "Allemagne", "language": "fr"},
            {
                "source": "INE",
                "quantity": "3 millones",
                "metric": "desempleados",
                "place": "Alemania",
                "language": "es",
            },
            {"source": "УНІАН", "quantity": "3 млн", "metric": "безробітні", "place": "Німеччина", "language": "uk"},
        ],
        period="March 2021",
    ),
    "one claimant, two outlets": _positions(
        [
            {"source": "Reuters", "quantity": "more than 100,000", "claimant": MILLEY},
            {"source": "BBC", "quantity": "more than 100,000", "claimant": MILLEY},
        ],
        _one("Oryx", "50,000"),
        metric="soldiers killed and wounded",
        subject="Russian army",
        period="as of 2022-11-09",
    ),
    "one claimant, one outlet": _positions(
        _one("beta news", "62,310"),
        _one("Reuters", "84,720", claimant="the General Staff"),
        metric="personnel losses",
        subject="Russian army",
        period="as of 2022-11-20",
    ),
    "approximators": _positions(
        _one("alpha wire", "about 62,000"),
        _one("beta news", "almost 85 thousand"),
        _one("gamma", "at least 90,000"),
        metric="personnel losses",
        subject="Russian army",
        period="as of 2022-12-01",
    ),
    "bounds of four": _positions(
        _one("alpha wire", "fewer than 10"),
        _one("beta news", "just over 20"),
        _one("gamma", "up to 40"),
        _one("delta", "more than 50"),
        metric="people missing",
        place="Philippines",
        period="2013-11-15",
    ),
    "ranges": _positions(
        _one("FREEDOM", "600-800 per day"),
        _one("BBC", "1,100 per day"),
        metric="personnel losses",
        subject="Russian army",
        period="November 2022",
    ),
    "billions of dollars": _positions(
        _one("World Factbook 2022", "$1.923 billion"),
        _one("World Factbook 2023", "$1.921 trillion"),
        metric="gross domestic product",
        place="Spain",
        period="2019",
    ),
    "euros, four of them": _positions(
        _one("INSEE", "€1.2bn"),
        _one("Le Monde", "€1.5bn"),
        _one("AFP", "€2 billion"),
        _one("Eurostat", "€3.05 billion"),
        metric="damage of the floods",
        place="France",
        period="first half of 2021",
    ),
    "small sums of money": _positions(
        _one("alpha wire", "1,200 UAH"),
        _one("beta news", "1,352 UAH"),
        _one("gamma", "1,402 UAH"),
        _one("delta", "1,503 UAH"),
        metric="minimum pension",
        place="Ukraine",
        period="2022-Q3",
    ),
    "percent": _positions(
        _one("ILO", "7.1 %"),
        _one("Eurostat", "7.35 %"),
        metric="unemployment rate",
        place="France",
        period="March 2021",
    ),
    "percent of GDP": _positions(
        _one("IMF", "47.9% of GDP"),
        _one("World Bank", "51.2% of GDP"),
        metric="gross national saving",
        place="China",
        period="2015",
    ),
    "changes": _positions(
        _one("central bank", "fell 0.2 %"),
        _one("statistics office", "rose 3.9 %"),
        metric="industrial output",
        place="Germany",
        period="2022-Q1",
    ),
    "percentage points": _positions(
        _one("alpha wire", "up 1 percentage point"),
        _one("beta news", "up 2.5 percentage points"),
        metric="poverty rate",
        place="United Kingdom",
        period="2020",
    ),
    "areas": _positions(
        _one("EFFIS", "12,500 ha"),
        _one("Copernicus", "16,430 ha"),
        _one("INFOCA", "18,210 ha"),
        metric="area burnt",
        place="Spain",
        period="2022-07-01/2022-07-15",
    ),
    "a claimant beside a source, and a figure of the day before": _positions(
        [{"source": "ECDC", "quantity": "52,310"}],
        [
            {"source": "JHU", "quantity": "53,127"},
            {"source": "Reuters", "quantity": "53,127", "claimant": "the health ministry"},
        ],
        metric="COVID-19 deaths",
        place="Italy",
        period="as of 2020-03-18",
    ),
    "estimates": _positions(
        _one("IMF", "2.1 million", status=Status.ESTIMATED),
        _one("World Bank", "3 million", status=Status.PROJECTED),
        metric="refugees",
        place="Poland",
        period="as of 2022-03-31",
    ),
    "no period": _positions(
        _one("alpha wire", "dozens"), _one("beta news", "200"), metric="people injured", place="Turkey", period=None
    ),
    "many sources": _positions(
        [{"source": name, "quantity": "5,800"} for name in ("WHO", "ECDC", "JHU", "RKI", "CDC", "AFP", "dpa")],
        [{"source": name, "quantity": "6,100"} for name in ("ISW", "Interfax")],
        metric="confirmed cases",
        place="Italy",
        period="as of 2020-03-08",
    ),
    "many figures": _positions(
        *(_one(f"outlet {number}", f"{number * 11}") for number in range(1, 13)),
        metric="people killed in the earthquake",
        place="Nepal",
        period="2015-04-25",
    ),
}
