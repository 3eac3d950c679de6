"""Ten true and ten look-alike cases of each relation; the first claim is the dispute's. (metric, quantity, fields)"""

from typing import Any

from service.knowledge import Relation

Said = tuple[str, str] | tuple[str, str, dict[str, Any]]

OCTOBER = {"period": "October 2022"}
GAZA = {"place": "Gaza", "period": "as of 2023-11-08"}


def _on(period: str) -> dict[str, Any]:
    return {"period": period}


def _of(subject: str) -> dict[str, Any]:
    return {"subject": subject}


TRUE: dict[Relation, list[list[Said]]] = {
    Relation.RATE_AND_TOTAL: [
        [("losses", "700 per day", OCTOBER), ("losses", "12,000", OCTOBER)],
        [("losses", "30,000", OCTOBER), ("losses", "600-800 per day", OCTOBER)],
        [("daily losses", "700", OCTOBER), ("losses", "5,000", OCTOBER)],
        [("average daily losses", "1,234", OCTOBER), ("losses", "31,000", OCTOBER)],
        [("new cases per day", "700", OCTOBER), ("new cases", "31,000", OCTOBER)],
        [("shells fired", "at most 5,000 per day", OCTOBER), ("shells fired", "200,000", OCTOBER)],
        [("shells fired", "more than 20,000 per day", OCTOBER), ("shells fired", "500,000", OCTOBER)],
        [("losses", "up to 800 per day", OCTOBER), ("losses", "at least 30,000", OCTOBER)],
        [("arrivals", "100 per day", _on("2022")), ("arrivals", "52,000", _on("2022"))],
        [
            ("losses", "about 700 per day", _on("2022-10-03/2022-10-09")),
            ("losses", "9,999", _on("2022-10-03/2022-10-09")),
        ],
    ],
    Relation.SHARE_AND_COUNT: [
        [("debt", "120 % of GDP"), ("GDP", "€1.2 trillion"), ("debt", "€1.1 trillion")],
        [("GDP", "€1.2 trillion"), ("debt", "€2.1 trillion"), ("public debt", "1 %"), ("debt", "120 % of GDP")],
        [("women among the killed", "30 %"), ("killed", "1,012"), ("women killed", "541")],
        [("share of women among the killed", "30 %"), ("killed", "1,012"), ("women killed", "121")],
        [("percentage of children among the injured", "40 %"), ("injured", "2,310"), ("children injured", "1,512")],
        [("unemployment rate", "5 %"), ("labour force", "30 million"), ("unemployed", "3.1 million")],
        [("unemployed", "1.1 million"), ("unemployment rate", "8.2 %"), ("labour force", "30 million")],
        [("voter turnout", "61.2 %"), ("registered voters", "5.11 million"), ("votes cast", "2.4 million")],
        [
            ("share of the population vaccinated", "60 %"),
            ("population", "10.2 million"),
            ("people vaccinated", "3.4 million"),
        ],
        [("debt as a share of GDP", "at most 60 %"), ("GDP", "€1.21 trillion"), ("debt", "€1.13 trillion")],
    ],
    Relation.RATIO_AND_LEVELS: [
        [
            ("exports", "three times as high as in 2021"),
            ("exports", "€150 million"),
            ("exports", "€100 million", _on("2021")),
        ],
        [
            ("exports", "€900 million"),
            ("exports", "twice as high as in 2021"),
            ("exports", "€100 million", _on("2021")),
        ],
        [
            ("exports", "doubled compared with 2021"),
            ("exports", "€110 million"),
            ("exports", "€100 million", _on("2021")),
        ],
        [("killed", "twice as many as in 2021"), ("killed", "5,120"), ("killed", "1,310", _on("2021"))],
        [("killed", "1,310", _on("2021")), ("killed", "4 times as many as in 2021"), ("killed", "2,120")],
        [("killed", "10 times higher than in 2021"), ("killed", "7,210"), ("killed", "512", _on("2021"))],
        [("ratio of injured to killed", "3 times"), ("injured", "5,012"), ("killed", "1,004")],
        [("ratio of injured to killed", "more than 3 times"), ("injured", "2,112"), ("killed", "1,004")],
        [("ratio of exports to imports", "2.5 times"), ("exports", "€410 million"), ("imports", "€310 million")],
        [
            ("arrivals", "at least 5 times as many as in 2020"),
            ("arrivals", "3,120"),
            ("arrivals", "1,012", _on("2020")),
        ],
    ],
    Relation.CHANGE_AND_ENDS: [
        [("exports", "up 10 %"), ("exports", "€152 million"), ("exports", "€104 million", _on("2021"))],
        [("exports", "€152 million"), ("exports", "€104 million", _on("2021")), ("exports growth", "10 %")],
        [("exports", "€104 million", _on("2021")), ("exports", "€152 million"), ("annual growth of exports", "10 %")],
        [("exports", "fell 10 %"), ("exports", "€152 million"), ("exports", "€104 million", _on("2021"))],
        [("killed", "up 12 % from 2021"), ("killed", "2,310"), ("killed", "1,112", _on("2021"))],
        [("arrivals", "rose 150 %"), ("arrivals", "1,310"), ("arrivals", "1,112", _on("2021"))],
        [("arrivals", "fell 50.2 %"), ("arrivals", "1,012"), ("arrivals", "1,112", _on("2021"))],
        [("population", "up 1.2 %"), ("population", "10,310,412"), ("population", "9,812,120", _on("2021"))],
        [("exports", "rose more than 20 %"), ("exports", "€105 million"), ("exports", "€104 million", _on("2021"))],
        [("exports", "rose 10 % year on year"), ("exports", "€152 million"), ("exports", "€104 million", _on("2021"))],
    ],
    Relation.PARTS_AND_WHOLE: [
        [("children killed", "4,324", GAZA), ("killed", "4,104", GAZA)],
        [("killed", "4,104", GAZA), ("women killed", "4,324", GAZA)],
        [("killed", "4,104", GAZA), ("women killed", "2,212", GAZA), ("men killed", "2,541", GAZA)],
        [("killed and injured", "9,012"), ("killed", "4,104"), ("injured", "6,212")],
        [("injured", "9,512"), ("casualties", "9,012")],
        [("killed", "more than 10,000"), ("casualties", "9,012")],
        [("civilians killed", "1,204"), ("killed", "1,012")],
        [("killed", "1,012"), ("civilians killed", "604"), ("soldiers killed", "812")],
        [("population", "10.12 million"), ("urban population", "12.3 million")],
        [("population", "10.12 million"), ("urban population", "7.3 million"), ("rural population", "4.2 million")],
    ],
    Relation.SHARES_ABOVE_100: [
        [("vote share", "55 %", _of("Labour")), ("vote share", "48 %", _of("Conservatives"))],
        [
            ("vote share", "41 %", _of("Labour")),
            ("vote share", "39 %", _of("Conservatives")),
            ("vote share", "27 %", _of("Greens")),
        ],
        [("voter turnout", "104 %")],
        [("unemployment rate", "120 %")],
        [("literacy rate", "101.2 %")],
        [("share of women in parliament", "104 %")],
        [("share of electricity from wind", "40 %"), ("share of electricity from coal", "70 %")],
        [("share of women in parliament", "54 %"), ("share of men in parliament", "52 %")],
        [("market share", "more than 60 %", _of("Alpha")), ("market share", "45 %", _of("Beta"))],
        [("percentage of votes", "at least 70 %", _of("Labour")), ("vote share", "35 %", _of("Greens"))],
    ],
}
ALIKE: dict[Relation, list[tuple[str, list[Said]]]] = {
    Relation.RATE_AND_TOTAL: [
        ("it comes out", [("losses", "700 per day", OCTOBER), ("losses", "21,700", OCTOBER)]),
        ("it comes out nearly", [("losses", "700 per day", OCTOBER), ("losses", "22,500", OCTOBER)]),
        ("another period", [("losses", "700 per day", OCTOBER), ("losses", "12,000", _on("November 2022"))]),
        ("a longer one", [("losses", "700 per day", OCTOBER), ("losses", "70,000", _on("2022"))]),
        ("a running total", [("losses", "700 per day", OCTOBER), ("losses", "85,000", _on("as of 2022-10-31"))]),
        ("another metric", [("losses", "700 per day", OCTOBER), ("killed", "2,000", OCTOBER)]),
        ("another place", [("losses", "700 per day", OCTOBER), ("losses", "12,000", OCTOBER | {"place": "France"})]),
        (
            "another subject",
            [("losses", "700 per day", OCTOBER | _of("Russia")), ("losses", "9,000", OCTOBER | _of("Ukraine"))],
        ),
        ("per person", [("losses", "12 per 100,000 people", OCTOBER), ("losses", "12,000", OCTOBER)]),
        ("a bound that allows it", [("losses", "up to 800 per day", OCTOBER), ("losses", "12,000", OCTOBER)]),
    ],
    Relation.SHARE_AND_COUNT: [
        ("it comes out", [("debt", "120 % of GDP"), ("GDP", "€1.2 trillion"), ("debt", "€1.44 trillion")]),
        ("no base", [("debt", "120 % of GDP"), ("debt", "€1.1 trillion")]),
        ("another currency", [("debt", "120 % of GDP"), ("GDP", "€1.2 trillion"), ("debt", "$1.1 trillion")]),
        ("another base", [("debt", "120 % of exports"), ("GDP", "€1.2 trillion"), ("debt", "€1.1 trillion")]),
        ("another year", [("debt", "120 % of GDP"), ("GDP", "€1.2 trillion", _on("2021")), ("debt", "€1.1 trillion")]),
        ("which is the base?", [("share of women killed", "30 %"), ("killed", "1,012"), ("women killed", "541")]),
        ("another part", [("women among the killed", "30 %"), ("killed", "1,012"), ("men killed", "541")]),
        ("another whole", [("women among the injured", "30 %"), ("killed", "1,012"), ("women killed", "541")]),
        ("two shares", [("unemployment rate", "5 %"), ("labour force", "30 million"), ("unemployed", "5.2 %")]),
        ("a bound", [("debt", "more than 60 % of GDP"), ("GDP", "€1.2 trillion"), ("debt", "€1.1 trillion")]),
    ],
    Relation.RATIO_AND_LEVELS: [
        (
            "it comes out",
            [
                ("exports", "twice as high as in 2021"),
                ("exports", "€210 million"),
                ("exports", "€100 million", _on("2021")),
            ],
        ),
        (
            "11 times or 10",
            [("killed", "10 times higher than in 2021"), ("killed", "5,612"), ("killed", "512", _on("2021"))],
        ),
        (
            "no comparison",
            [("exports", "three times"), ("exports", "€150 million"), ("exports", "€100 million", _on("2021"))],
        ),
        (
            "another year",
            [
                ("exports", "three times as high as in 2020"),
                ("exports", "€150 million"),
                ("exports", "€100 million", _on("2021")),
            ],
        ),
        (
            "another metric",
            [
                ("exports", "three times as high as in 2021"),
                ("imports", "€150 million"),
                ("imports", "€100 million", _on("2021")),
            ],
        ),
        (
            "another place",
            [
                ("exports", "three times as high as in 2021"),
                ("exports", "€150 million"),
                ("exports", "€9 million", _on("2021") | {"place": "France"}),
            ],
        ),
        ("the other way round", [("ratio of killed to injured", "3 times"), ("injured", "1,012"), ("killed", "3,004")]),
        (
            "another currency",
            [
                ("exports", "three times as high as in 2021"),
                ("exports", "€150 million"),
                ("exports", "$100 million", _on("2021")),
            ],
        ),
        (
            "a month",
            [
                ("exports", "three times as high as in 2021", OCTOBER),
                ("exports", "€150 million", OCTOBER),
                ("exports", "€100 million", _on("2021")),
            ],
        ),
        (
            "a bound",
            [("killed", "at least twice as many as in 2021"), ("killed", "5,120"), ("killed", "1,310", _on("2021"))],
        ),
    ],
    Relation.CHANGE_AND_ENDS: [
        (
            "it comes out",
            [("exports", "up 10 %"), ("exports", "€115 million"), ("exports", "€104 million", _on("2021"))],
        ),
        (
            "real and nominal",
            [("GDP growth", "2 %"), ("nominal GDP", "€1.31 trillion"), ("nominal GDP", "€1.12 trillion", _on("2021"))],
        ),
        (
            "from month to month",
            [
                ("monthly change in exports", "10 %"),
                ("exports", "€152 million"),
                ("exports", "€104 million", _on("2021")),
            ],
        ),
        ("one end", [("exports", "up 10 %"), ("exports", "€152 million")]),
        (
            "two years before",
            [("exports", "up 10 %"), ("exports", "€152 million"), ("exports", "€104 million", _on("2020"))],
        ),
        (
            "from 2019",
            [("exports", "up 10 % from 2019"), ("exports", "€152 million"), ("exports", "€104 million", _on("2021"))],
        ),
        (
            "another metric",
            [("exports", "up 10 %"), ("imports", "€152 million"), ("imports", "€104 million", _on("2021"))],
        ),
        (
            "percentage points",
            [
                ("unemployment rate", "up 2 percentage points"),
                ("unemployment rate", "9.1 %"),
                ("unemployment rate", "5.2 %", _on("2021")),
            ],
        ),
        (
            "another currency",
            [("exports", "up 10 %"), ("exports", "$152 million"), ("exports", "€104 million", _on("2021"))],
        ),
        (
            "a quarter",
            [
                ("exports", "up 10 %", _on("2022-Q1")),
                ("exports", "€152 million", _on("2022-Q1")),
                ("exports", "€104 million", _on("2021")),
            ],
        ),
    ],
    Relation.PARTS_AND_WHOLE: [
        ("less than the whole", [("children killed", "4,104", GAZA), ("killed", "10,324", GAZA)]),
        ("about the same", [("children killed", "4,110", GAZA), ("killed", "4,100", GAZA)]),
        ("another day", [("children killed", "4,324", GAZA), ("killed", "4,104", GAZA | _on("as of 2023-11-07"))]),
        ("another place", [("children killed", "4,324", GAZA), ("killed", "4,104", GAZA | {"place": "Israel"})]),
        ("other casualties", [("children injured", "4,324", GAZA), ("killed", "4,104", GAZA)]),
        ("women and children overlap", [("killed", "4,104"), ("women killed", "2,512"), ("children killed", "2,541")]),
        ("medics are civilians", [("killed", "1,012"), ("civilians killed", "804"), ("medics killed", "312")]),
        ("a lower bound", [("killed", "more than 1,000"), ("civilians killed", "1,204")]),
        ("shares", [("urban population", "81 %"), ("population", "47 million")]),
        ("another subject", [("civilians killed", "1,204", _of("Hamas")), ("killed", "1,012", _of("Hezbollah"))]),
    ],
    Relation.SHARES_ABOVE_100: [
        ("a hundred", [("vote share", "55 %", _of("Labour")), ("vote share", "45 %", _of("Conservatives"))]),
        ("rounded", [("vote share", "50.1 %", _of("Labour")), ("vote share", "50 %", _of("Conservatives"))]),
        (
            "another election",
            [("vote share", "55 %", _of("Labour")), ("vote share", "48 %", _of("Greens") | _on("2017"))],
        ),
        ("a wing of the party", [("vote share", "55 %", _of("Labour")), ("vote share", "52 %", _of("Labour left"))]),
        ("shares of two things", [("share of women in parliament", "54 %"), ("share of men in government", "72 %")]),
        ("debt", [("debt", "120 % of GDP")]),
        ("vaccinations", [("vaccination rate", "104 %")]),
        ("growth", [("exports", "up 120 %")]),
        (
            "groups that overlap",
            [("share of women among the killed", "60 %"), ("share of children among the killed", "55 %")],
        ),
        ("wishes", [("approval", "60 %", _of("Labour")), ("approval", "55 %", _of("Greens"))]),
    ],
}
