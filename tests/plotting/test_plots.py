"""Drawings: small, escaped, without a script, with a text that says the same."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from xml.etree import ElementTree as ET

import msgspec
import pytest

from service.conflict import ConflictStatus
from service.dispute import Dispute, DisputeId, Figure
from service.disputing import find_positions, outline_of
from service.plotting import plot_dispute, plot_series
from service.plotting.drawing import Scale
from service.series import Series, check_series, point_of
from tests.builders import claim

MOST_BYTES = 20_000
NOON = datetime(2022, 11, 22, 12, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&]]>\N{RIGHT-TO-LEFT OVERRIDE}\x01\ud800" + "w" * 600


def dispute(*said: tuple[str, str], **fields: str) -> Dispute:
    claims = [
        claim(number, source=source, quantity=figure, **fields) for number, (source, figure) in enumerate(said, start=1)
    ]
    figures = [
        Figure(
            claim_id=one.id,
            question_id=1,
            source_id=number,
            source=one.source,
            interval=one.quantity.interval,
            stated=one.quantity.stated,
            as_given=one.quantity.as_given,
            published_at=one.published_at,
        )
        for number, one in enumerate(claims, start=1)
    ]
    outline = outline_of(find_positions(figures), claims[0])
    life = {"status": ConflictStatus.OPEN, "resolution": None, "note": None, "merged_into": None, "version": 1}
    life |= {"assignee": None, "recommended": None}
    told = {name: getattr(outline, name) for name in outline.__struct_fields__}
    return Dispute(id=DisputeId(UUID(int=1)), opened_at=NOON, updated_at=NOON, **life, **told)  # type: ignore[arg-type]


def series(*figures: str, source: str = "alpha wire", is_total: bool = True, step: int = 1, **fields: str) -> Series:
    claims = [
        claim(number, source=source, quantity=figure, period=f"as of {date(2020, 3, 1) + timedelta(number * step)}")
        for number, figure in enumerate(figures, start=1)
    ]
    points = tuple(point_of(one) for one in claims)
    first = claims[0]
    return Series(
        source=fields.get("shown", source),
        claimant=None,
        metric=first.metric.as_given,
        subject=None,
        place=fields.get("place"),
        unit=first.quantity.unit,
        kind=first.quantity.kind,
        period_kind=first.period.kind,
        running_total=None,
        is_continued=False,
        points=points,
        checks=check_series(points, is_total=is_total),
    )


def drawn(svg: bytes) -> ET.Element:
    assert len(svg) <= MOST_BYTES
    assert not re.search(rb"<script|\son\w+=|href|javascript:|style=|url\(|@import", svg)
    root = ET.fromstring(svg)  # noqa: S314 - our own
    title, description = root[0], root[1]
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "t d")
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert (title.get("id"), description.get("id")) == ("t", "d")
    assert b"prefers-color-scheme:dark" in svg
    return root


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def marks(root: ET.Element, tag: str, kind: str) -> list[ET.Element]:
    return [one for one in root.iter(f"{SVG}{tag}") if one.get("class") == kind]


def test_a_dispute_is_a_row_a_position_and_its_sentence() -> None:
    one = dispute(("WHO", "14"), ("ECDC", "19"), ("JHU", "33"), metric="COVID-19 deaths", subject="Switzerland")
    root = drawn(plot_dispute(one))
    assert texts(root)[1:4] == ["14 · WHO", "19 · ECDC", "33 · JHU"]
    assert root[0].text == one.sentence
    assert root[1].text == "3 figures that exclude each other. 14: WHO; 19: ECDC; 33: JHU."
    across = [float(mark.get("cx", "")) for mark in marks(root, "circle", "d")]
    assert across == sorted(across)


def test_a_bound_is_an_arrow_and_a_wide_range_of_sizes_is_logarithmic() -> None:
    root = drawn(plot_dispute(dispute(("one", "at most 20"), ("other", "at least 30"))))
    assert len(marks(root, "path", "d")) == 2
    assert "logarithmic" not in texts(root)[-1]
    assert texts(drawn(plot_dispute(dispute(("one", "12"), ("other", "120,001")))))[-1].endswith("logarithmic")


def test_forty_positions_are_sixteen_rows_and_a_count() -> None:
    many = dispute(*((f"<b>{number} {'w' * 200}", f"{number + 1}1,111") for number in range(40)))
    root = drawn(plot_dispute(many))
    assert len(marks(root, "circle", "d")) == 16
    assert "24 more between them" in texts(root)[-1]


def test_hostile_names_are_text() -> None:
    one = dispute(("a", "14"), ("b", "19"))
    question = msgspec.structs.replace(one.question, metric=HOSTILE, place=HOSTILE)
    positions = tuple(msgspec.structs.replace(row, figure=HOSTILE, sources=(HOSTILE,) * 8) for row in one.positions)
    root = drawn(plot_dispute(msgspec.structs.replace(one, question=question, positions=positions, sentence=HOSTILE)))
    assert texts(root)[0].startswith("<script>alert(1)</script>")
    assert marks(root, "script", "") == []
    bad = msgspec.structs.replace(series("1", "2"), source=HOSTILE, metric=HOSTILE, place=HOSTILE)
    assert "<script>alert(1)</script>" in texts(drawn(plot_series([bad] * 9)))[-1]


@pytest.mark.parametrize("figures", [("1e39", "2e39"), ("-5", "-4"), ("0", "0.000000000001"), ("7",)])
def test_figures_of_all_sizes_have_a_place(figures: tuple[str, ...]) -> None:
    at = [float(mark.get("cx", "")) for mark in marks(drawn(plot_series([series(*figures)])), "circle", "d")]
    assert len(at) == len(figures)
    assert all(0 <= one <= 720 for one in at)


def test_series_are_steps_with_rings_on_falls_and_dashes_over_holes() -> None:
    falling = series("4,301", "4,327", "4,237", "4,340")
    root = drawn(plot_series([falling]))
    assert len(marks(root, "circle", "r")) == 1
    assert "Falls from 4,327" in (root[1].text or "")
    [steps] = marks(root, "path", "l")
    assert re.fullmatch(r"M[\d.]+ [\d.]+(H[\d.]+(V[\d.]+)?)+", steps.get("d", ""))
    claims = [
        claim(number, quantity=f"1,0{number:02d}", period=f"as of 2020-03-{day:02d}")
        for number, day in enumerate([1, 2, 3, 4, 5, 15, 16, 17], start=1)
    ]
    points = tuple(point_of(one) for one in claims)
    holey = msgspec.structs.replace(falling, points=points, checks=check_series(points, is_total=False))
    assert len(marks(drawn(plot_series([holey])), "path", "h")) == 1


def test_what_a_rounded_figure_can_mean_is_a_whisker() -> None:
    assert marks(drawn(plot_series([series("84,600", "about 85 thousand", "86,001")])), "line", "r") != []


def test_long_series_are_thinned_and_keep_their_falls() -> None:
    figures = [f"{10_001 + 3 * number}" for number in range(1_500)]
    figures[701] = "7,001"
    many = [series(*figures, source=f"source {number}") for number in range(7)]
    root = drawn(plot_series(many))
    assert len(marks(root, "path", "l")) == 6
    assert len(marks(root, "circle", "r")) == 6


def test_nothing_is_said_to_be_nothing() -> None:
    root = drawn(plot_series([]))
    assert (root[0].text, root[1].text) == ("Nothing", "No figure is stored of it.")


def test_one_figure_stands_in_the_middle() -> None:
    assert Scale([Decimal(7)], 10, 20)(Decimal(7)) == 15


def test_a_series_is_drawn_as_narrow_as_it_is_shown() -> None:
    drawn = [series("3 thousand", "4,000", "3,500", source=f"a source with a long name {place}") for place in range(6)]
    for width in (320, 340, 720):
        root = ET.fromstring(plot_series(drawn, width))  # noqa: S314 - our own
        assert root.get("viewBox", "").split()[2] == str(width)
        for text in root.iter(f"{SVG}text"):
            letters, x = len(text.text or ""), float(text.get("x", "0"))
            assert x + 7 * letters <= width if text.get("text-anchor") != "end" else x <= width
        assert all(float(one.get("cx", "0")) <= width for one in root.iter(f"{SVG}circle"))
