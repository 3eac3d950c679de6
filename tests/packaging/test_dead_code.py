"""What nothing in service/ refers to is dead, whatever tests call it.

Functions, methods and classes only: fields of structs are read by those who get the JSON, and a tool that lists them
all (vulture: 110 names) is one whose list nobody reads.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

SERVICE = Path(__file__).parents[2] / "service"

ASKED_FROM_OUTSIDE = {
    "finds": "blocking's question to the database, asked without one by its laws",
    "find_quantities": "the figures of a running text; measured and held by laws",
}
_FRAMEWORKS = {
    "command": "click",
    "group": "click",
    "get": "litestar",
    "post": "litestar",
    "put": "litestar",
    "patch": "litestar",
    "delete": "litestar",
    "route": "litestar",
}
"""Decorators whose functions are called by a framework."""


def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SERVICE.rglob("*.py"))}


def defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give what a file defines, but for what a framework or a base class of another library calls."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.Module | ast.ClassDef) or _is_called_by_its_base(scope):
            continue
        for node in scope.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not _is_framework_s(node):
                yield node.name, node.lineno


def _is_called_by_its_base(scope: ast.Module | ast.ClassDef) -> bool:
    """Tell whether the methods may be hooks of another library's class."""
    if isinstance(scope, ast.Module):
        return False
    ours = {"Struct", "Enum", "Term", "NamedTuple", "TypedDict", "Exception", "ClaimdiffError"}
    bases = {ast.unparse(base).rpartition(".")[2] for base in scope.bases}
    return bool(bases - ours)


def _is_framework_s(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    named = {ast.unparse(one).partition("(")[0].rpartition(".")[2] for one in node.decorator_list}
    is_hook = node.name.startswith("on_")  # of a parser's protocol: httptools calls them by their names
    return is_hook or bool(named & _FRAMEWORKS.keys()) or (node.name.startswith("__") and node.name.endswith("__"))


def referred_to(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.rpartition(":")[2].rpartition(".")[2]  # names given to loaders as text


def test_nothing_public_is_without_a_reader() -> None:
    parsed = trees()
    known = {name for tree in parsed.values() for name in referred_to(tree)} | ASKED_FROM_OUTSIDE.keys()
    dead = [
        f"{path.relative_to(SERVICE)}:{line} {name}"
        for path, tree in parsed.items()
        for name, line in defined(tree)
        if name not in known
    ]
    assert dead == []


def test_what_is_asked_from_outside_is_there_and_not_used_inside() -> None:
    parsed = trees().values()
    assert ASKED_FROM_OUTSIDE.keys() <= {name for tree in parsed for name, _ in defined(tree)}
