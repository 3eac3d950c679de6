"""Figures, metrics, periods, places and claimants of single sentences, right or not."""

import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.articles import Article, Found, read_article
from service.claim import PeriodKind
from service.reading.period import PeriodForm

DAY = datetime(2025, 3, 12, tzinfo=UTC)
SENTENCES = Path(__file__).with_name("sentences.toml")
FIELDS = ("metric", "period", "place", "claimant")


def cases(path: Path = SENTENCES) -> list[tuple[str, dict[str, Any]]]:
    """Give the sentences of a file with their languages."""
    table = tomllib.loads(path.read_text("utf-8"))
    return [(language, case) for language, sentences in table.items() for case in sentences]


def read(text: str, language: str | None = "en", **more: Any) -> list[Found]:
    """Read a text of the day that the cases are of."""
    return read_article(Article(text, "the paper", DAY, "2025-03-12", language=language, **more)).claims


def faults(language: str, case: dict[str, Any], counted: Counter[str] | None = None) -> list[str]:
    """Give what is read otherwise than an editor does; count what is right."""
    found = {one.figure.exact: one for one in read(case["text"], language)}
    counted = Counter() if counted is None else counted
    wanted = {figure: fields for figure, *fields in case["figures"]}
    counted.update(wanted=len(wanted), found=len(found), figure=len(wanted.keys() & found.keys()))
    wrong = [f"{one!r} is no figure" for one in found.keys() - wanted.keys()]
    wrong += [f"{one!r} is missed" for one in wanted.keys() - found.keys()]
    for figure in wanted.keys() & found.keys():
        told = told_of(found[figure])
        for name, want, said in zip(FIELDS, wanted[figure], told, strict=True):
            right = (
                want in said if name == "metric" else not want or said == want or (name == "claimant" and want in said)
            )
            counted[name] += right
            wrong += [] if right else [f"{figure}: {name} is {said!r}, not {want!r}"]
    return wrong


def told_of(found: Found) -> tuple[str, str, str, str]:
    """Give the fields of a reading as the cases write them."""
    draft = found.draft
    if draft is None:
        return "", "", "", ""
    return draft.metric, _written(draft.period), draft.place or "", draft.claimant or ""


def _written(period: Any) -> str:
    if not isinstance(period, PeriodForm):
        return ""
    is_day = period.kind is PeriodKind.AS_OF or period.start == period.end
    return str(period.end) if is_day else f"{period.start}/{period.end}"
