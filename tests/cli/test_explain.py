"""`claimdiff explain` asks nothing but the lexicon."""

import json

from click.testing import CliRunner

from service.cli.explaining import explain_


def test_each_part_is_a_line() -> None:
    answer = CliRunner().invoke(explain_, ["1.234 Tote", "--metric", "Zahl der Todesopfer", "--period", "Oktober 2022"])
    assert answer.exit_code == 0
    lines = answer.output.splitlines()
    assert any(line.startswith("figure: number") and "the dot groups in de, told" in line for line in lines)
    assert any(line.startswith("period") and "2022-10" in line for line in lines)


def test_each_part_is_a_line_of_json() -> None:
    answer = CliRunner().invoke(explain_, ["1.250 tonnes", "--metric", "grain stocks", "--json"])
    parts = [json.loads(line) for line in answer.output.splitlines()]
    assert [part["read"] for part in parts if part["part"] == "quantity"] == ["asked back"]
