"""A function says one thing: none is so long that it cannot be seen at once."""

import ast
from pathlib import Path

SERVICE = Path(__file__).parents[2] / "service"
LONGEST = 60


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(SERVICE)}:{node.lineno} {node.name}"
        for path in SERVICE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST
    ]
    assert long == []
