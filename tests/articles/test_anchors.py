"""Offsets in the units of a browser."""

from service.articles import anchor, in_utf16


def test_units_differ_behind_characters_that_take_two() -> None:
    text = "🚢a🚢 12"
    turn = in_utf16(text)
    assert turn is not None
    found = turn(anchor(text, 4, 6))
    assert (found.start, found.end, found.exact) == (6, 8, "12")
    assert text.encode("utf-16-le")[found.start * 2 : found.end * 2].decode("utf-16-le") == "12"


def test_units_agree_in_most_texts() -> None:
    assert in_utf16("größer als 12") is None
    assert in_utf16("") is None
