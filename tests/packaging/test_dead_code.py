"""What nothing in service/ refers to is dead, whatever tests call it.

Functions, methods, classes and what is named at the top of a module: fields of structs are read by those who get the
JSON, and a tool that lists them all (vulture: 110 names) is one whose list nobody reads. To be handed on by a package's
`__all__` is no use, nor is the name of a query that is called alike. A method is used as an attribute only.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICE = Path(__file__).parents[2] / "service"

ASKED_FROM_OUTSIDE = {
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


def defined(tree: ast.Module) -> Iterator[tuple[str, int, bool]]:
    """Give what a file defines and whether that is a method, but for what a framework or another library calls."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.Module | ast.ClassDef) or _is_called_by_its_base(scope):
            continue
        for node in scope.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not _is_framework_s(node):
                yield node.name, node.lineno, isinstance(scope, ast.ClassDef)
            elif isinstance(scope, ast.Module):
                yield from ((name, node.lineno, False) for name in _assigned(node) if name != "__all__")


def _assigned(node: ast.stmt) -> list[str]:
    """Give the names that a statement gives a value to."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


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


def referred_to(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Give the names that a file uses, and whether as an attribute; names given to loaders as text may be either."""
    passed_over = {id(inner) for node in ast.walk(tree) for inner in _no_use(node)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id, False
        elif isinstance(node, ast.Attribute):
            yield node.attr, True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.rpartition(":")[2].rpartition(".")[2], True


def asked_by_templates() -> Iterator[tuple[str, bool]]:
    """Give the attributes that pages ask for."""
    for path in SERVICE.rglob("templates/**/*.html"):
        yield from ((name, True) for name in re.findall(r"\.(\w+)", path.read_text(encoding="utf-8")))


def _no_use(node: ast.AST) -> Iterator[ast.AST]:
    """Give what only looks like a use: the lists of what packages hand on, and names of queries."""
    if isinstance(node, ast.Assign) and _assigned(node) == ["__all__"]:
        yield from ast.walk(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id.startswith("_SQL"):
        yield from ast.walk(node.slice)


def test_nothing_is_without_a_reader() -> None:
    parsed = trees()
    used = {use for tree in parsed.values() for use in referred_to(tree)} | set(asked_by_templates())
    attributes = {name for name, is_attribute in used if is_attribute} | ASKED_FROM_OUTSIDE.keys()
    names = {name for name, _ in used} | attributes
    dead = [
        f"{path.relative_to(SERVICE)}:{line} {name}"
        for path, tree in parsed.items()
        for name, line, is_method in defined(tree)
        if name not in (attributes if is_method else names)
    ]
    assert dead == []


@pytest.mark.parametrize(
    "text",
    [
        "def lost(): pass\n__all__ = ['lost']",
        "async def lost(): await run(_SQL['lost'])",
        "class Kept:\n    def lost(self): pass\nlost: int = 1\nprint(Kept, lost)",
        "LOST = 1",
    ],
)
def test_what_only_looks_used_is_seen(text: str) -> None:
    tree = ast.parse(text)
    used = set(referred_to(tree))
    assert ("lost", True) not in used
    assert "lost" in {name.lower() for name, _, is_method in defined(tree) if is_method or (name, False) not in used}


def test_what_is_asked_from_outside_is_there() -> None:
    assert ASKED_FROM_OUTSIDE.keys() <= {name for tree in trees().values() for name, _, _ in defined(tree)}
