"""What the pages in docs/ name is what there is."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAGES = sorted((TOP / "docs").rglob("*.md"))
DECISIONS = sorted((TOP / "docs/decisions").glob("*.md"))
LAYERS: list[str] = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
    "layers"
]
MODULES = "|".join(name for layer in LAYERS for name in layer.split(" | "))
_SPAN = re.compile(r"`([^`\n]+)`")
_NAME = re.compile(rf"(?:{MODULES})(?:\.\w+)*")
_PATH = re.compile(r"(?:service|sql|tests|docs|seeds)/[\w./-]*")


def named(page: Path, form: "re.Pattern[str]") -> list[str]:
    return [span for span in _SPAN.findall(page.read_text(encoding="utf-8")) if form.fullmatch(span)]


def exists(name: str) -> bool:
    """Tell whether a dotted name is a module of service/, or something in one."""
    module, rest = "service", name.split(".")
    while rest:
        try:
            importlib.import_module(f"{module}.{rest[0]}")
        except ModuleNotFoundError:
            break
        module = f"{module}.{rest.pop(0)}"
    found: object = importlib.import_module(module)
    for part in rest:
        if not hasattr(found, part) and part not in getattr(found, "__annotations__", {}):
            return False
        found = getattr(found, part, None)
    return module != "service"


@pytest.mark.parametrize("page", ["architecture.md", "glossary.md"])
def test_every_module_and_class_that_a_page_names_exists(page: str) -> None:
    names = named(TOP / "docs" / page, _NAME)
    assert len(names) > 20
    assert [name for name in names if not exists(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    assert [path for path in named(page, _PATH) if not (TOP / path).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, TOP / "README.md", TOP / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_layers_on_the_page_are_those_that_are_held() -> None:
    page = (TOP / "docs/architecture.md").read_text(encoding="utf-8")
    assert "\n".join(f"    {layer}" for layer in LAYERS) in page


def test_the_words_of_the_readme_stand_in_the_glossary() -> None:
    words = (TOP / "README.md").read_text(encoding="utf-8").partition("## Words")[2].partition("\n## ")[0]
    told = {word for row in re.findall(r"^\| ([a-z, ]+) \|", words, re.MULTILINE) for word in row.split(", ")}
    rows = re.findall(r"^\| ([^|]+) \|", (TOP / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    explained = {word for row in rows for word in row.split(", ")}
    assert told - explained == set()


def test_decisions_are_numbered_without_holes_and_say_why() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for number, page in enumerate(DECISIONS, start=1):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), page.name
        parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences", "Alternatives"], page.name
        assert 10 <= len(text.splitlines()) <= 25, page.name
