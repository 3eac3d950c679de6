"""Tests wait for what they mean, with one patience: five seconds of a client's own are over on a busy machine."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
MEASURED = ("load", "contract/users", "contract/fuzz.py", "faults/disk.py")
"""Commands that measure, and programs of users: they have times of their own."""


def files() -> Iterator[Path]:
    for path in sorted(TESTS.rglob("*.py")):
        if not str(path.relative_to(TESTS)).startswith(MEASURED):
            yield path


def has_patience(call: ast.Call) -> bool:
    named = {one.arg: one.value for one in call.keywords}
    return "timeout" in named and not isinstance(named["timeout"], ast.Constant)


def counts(loop: ast.For) -> bool:
    """Whether it is done a fixed number of times, and a great one: `for _ in range(100)`."""
    match loop.iter:
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=times)]):
            return isinstance(times, int) and times >= 20
    return False


def sleeps(loop: ast.For) -> bool:
    calls = [one for one in ast.walk(loop) if isinstance(one, ast.Call)]
    return any(ast.unparse(call.func) in {"asyncio.sleep", "time.sleep"} for call in calls)


def test_no_client_gives_up_before_the_test_does() -> None:
    hasty = [
        f"{path.relative_to(TESTS)}:{node.lineno}"
        for path in files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] == "AsyncClient"
        and not has_patience(node)
    ]
    assert hasty == [], "give them timeout=PATIENCE_SECONDS (tests/patience.py)"


def test_what_comes_by_itself_is_waited_for_and_not_looked_for_so_many_times() -> None:
    counted = [
        f"{path.relative_to(TESTS)}:{node.lineno}"
        for path in files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.For)
        and counts(node)
        and any(isinstance(one, ast.Break | ast.Return) for one in ast.walk(node))
        and sleeps(node)
    ]
    assert counted == [], "wait with until (tests/patience.py)"
