"""Columns that no head explains are asked back: what stands in them, and what of it would be understood."""

import pytest

from service.errors import Invalid
from service.exchange import TableReader, offers_for, read_layout, tell_columns


def asked(table: str, column: str, *fill: str) -> tuple[list[str], str]:
    """Give the fields that a column of a table is offered as, and the sentence of the refusal."""
    layout = read_layout((), ("source:bureau", *fill))
    reader = TableReader(layout)
    reader.feed(table.encode())
    with pytest.raises(Invalid) as refused:
        reader.finish()
    assert reader.beginning is not None
    head = reader.beginning.head
    columns, _ = tell_columns(head, layout)
    offered = offers_for(head, list(head.names).index(column), columns, layout.fill.keys())
    sentence = next(text for _, text in refused.value.errors if f'The column "{column}"' in text)
    return [one.field for one in offered], sentence


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("Jahr,Bildung,Wert\n2020,Abitur,5\n2020,ohne Abschluss,7\n", "Bildung"),
        ("année,diplôme,valeur\n2020,bac,5\n2020,aucun,7\n", "diplôme"),
        ("año,oficio,valor\n2020,albañil,5\n2020,maestro,7\n", "oficio"),
        ("рік,освіта,значення\n2020,вища,5\n2020,середня,7\n", "освіта"),
        ("rok,zawód,wartość\n2020,murarz,5\n2020,nauczyciel,7\n", "zawód"),
    ],
)
def test_words_that_tell_rows_apart_are_first_offered_as_whom_the_figure_is_of(table: str, column: str) -> None:
    offered, sentence = asked(table, column, "metric:wages")
    assert offered == ["subject", ""]
    assert "rows that it alone tells apart would contradict each other" in sentence
    assert f"map={column}:field" in sentence


def test_words_are_first_offered_as_the_metric_where_none_is_told() -> None:
    offered, sentence = asked("year,what,value\n2020,wages,5\n2020,rents,7\n", "what")
    assert offered == ["metric", "subject", ""]
    assert 'In it stands "wages", "rents": understood would be "metric" (what is measured)' in sentence


def test_what_tells_no_row_apart_is_first_offered_to_be_left_out() -> None:
    same = "country,year,Prüfer,value\nFrance,2020,Meier,5\nFrance,2021,Meier,7\n"
    assert asked(same, "Prüfer", "metric:wages")[0] == [""]
    beside = "country,year,Prüfer,value\nFrance,2020,Meier,5\nFrance,2021,Schulz,7\n"
    offered, sentence = asked(beside, "Prüfer", "metric:wages")
    assert offered == ["", "subject"]
    assert "it can be left out" in sentence


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("https://a.example/1", "https://a.example/2"), "url"),
        (("The ministry said on Monday that wages had risen by five per cent.", "x" * 70), "quote"),
        (("March 2020", "April 2020"), "period"),
        (("France", "Kleinkleckersdorf"), "place"),
    ],
)
def test_the_form_of_what_stands_there_tells_the_offer(cells: tuple[str, str], field: str) -> None:
    table = "xyz,value\n" + "".join(f"{cell},{number}\n" for number, cell in enumerate(cells, start=5))
    assert asked(table, "xyz", "metric:wages")[0] == [field, ""]


def test_a_second_column_of_figures_is_offered_only_where_none_is_told() -> None:
    assert asked("a,b\n5,wages\n6,rents\n", "b")[0] == ["metric", "subject", ""]
    assert asked("country,value,xyz\nFrance,5,3\nSpain,6,4\n", "xyz", "metric:wages")[0] == ["", "subject"]


def test_an_empty_column_is_offered_to_be_left_out() -> None:
    offered, sentence = asked("country,value,xyz\nFrance,5,\nSpain,6,n/a\n", "xyz", "metric:wages")
    assert offered == [""]
    assert 'In it stands "n/a"' in sentence
