"""What is served: a page under a strict policy that loads nothing of another address."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from babel import Locale
from playwright.async_api import Page, expect

import service.console
from service.console import FILES, VERSION

CATALOGUES = {
    name: json.loads(content) for name, content in FILES.items() if name.count(".") == 1 and name.endswith(".json")
}


@pytest.mark.parametrize(
    "address",
    [
        "/console/",
        "/console/claims/new",
        "/console/draft",
        "/console/conflicts",
        f"/console/conflicts/{'0' * 8}-0000-7000-8000-{'0' * 12}",
    ],
)
async def test_the_page_loads_only_its_own_files(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    loaded = re.findall(r'(?:src|href)="(/console/files[^"]+)"', answer.text)
    assert len(loaded) == len(set(loaded)) > 10
    for one in loaded:
        found = await client.get(one)
        assert (found.status_code, "immutable" in found.headers["cache-control"]) == (200, True)
    assert not re.search(
        r"<script(?! type=\"module\" fetchpriority=\"low\" src=)|<style|\sstyle=|\son\w+=", answer.text
    )


async def test_modules_find_each_other_and_nothing_else(client: httpx.AsyncClient) -> None:
    for name, content in FILES.items():
        text = content.decode()
        assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []
        assert "innerHTML" not in text
        for imported in re.findall(r'from "([^"]+)"', text):
            assert imported.removeprefix("./") in FILES, (name, imported)


async def test_a_file_of_another_version_is_not_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/console/files/0000000000000000/app.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["queue.html", "nothing.js", "..%2F__init__.py", "__init__.py"])
async def test_nothing_else_is_given(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/console/files/{VERSION}/{name}")).status_code == 404


async def test_the_bare_address_leads_people_to_the_console_and_tools_to_the_document(
    client: httpx.AsyncClient,
) -> None:
    browsers = await client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (browsers.status_code, browsers.headers["location"]) == (302, "/console/")
    assert (await client.get("/")).headers["location"] == "/openapi.json"


def test_every_word_of_the_page_stands_in_every_catalogue_with_the_same_places() -> None:
    told = {name: shape(words) for name, words in CATALOGUES.items()}
    for name, shapes in told.items():
        assert shapes == told["en.json"], name


@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_texts_with_a_number_have_the_forms_of_their_language(name: str) -> None:
    rule = Locale.parse(name.removesuffix(".json")).plural_form
    needed = {rule(number) for number in range(1000)} | {"other"}
    several = {key: set(text) for key, text in CATALOGUES[name].items() if isinstance(text, dict)}
    assert several
    for key, told in several.items():
        assert told == needed, key


async def test_ukrainian_counts_as_ukrainian_does(client: httpx.AsyncClient, tab: Page) -> None:
    await tab.goto(f"{str(client.base_url).rstrip('/')}/console/draft")
    await tab.get_by_label("Language").select_option("uk")
    await expect(tab.locator("html")).to_have_attribute("lang", "uk")
    script = str(await tab.locator("script[src]").get_attribute("src")).replace("app.js", "words.js")
    count = "async ([script, count]) => (await import(script)).t('sources_count', { count })"
    told = [await tab.evaluate(count, [script, one]) for one in (1, 2, 5, 11, 21, 22, 112)]
    assert told == ["1 джерело", "2 джерела", "5 джерел", "11 джерел", "21 джерело", "22 джерела", "112 джерел"]


def shape(words: dict[str, Any]) -> dict[str, set[str]]:
    return {key: set(re.findall(r"\{\w+\}", form)) for key, text in words.items() for form in forms(text)[-1:]}


def forms(text: str | dict[str, str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def test_every_word_that_a_script_asks_for_is_there_and_none_is_too_many() -> None:
    scripts = "\n".join(content.decode() for name, content in FILES.items() if name.endswith(".js"))
    here = Path(service.console.__file__).parent
    templates = "\n".join(
        path.read_text("utf-8") for path in sorted(here.glob("templates/*.html")) + sorted(here.glob("*.py"))
    )
    scripts += templates
    asked = set(re.findall(r"\bt\(\"([\w.]+)\"[,)]", scripts))
    begun = tuple(re.findall(r"`([\w.]+\.)\$\{", scripts)) + tuple(re.findall(r"\"([\w.]+\.)\" ~", scripts))
    words = CATALOGUES["en.json"]
    assert asked <= set(words)
    mentioned = set(re.findall(r"\"([\w.]+)\"", scripts))
    assert [key for key in words if key not in mentioned and not key.startswith(begun)] == []


@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_the_words_that_come_first_are_a_part_of_all(name: str) -> None:
    first = json.loads(FILES[name.replace(".json", ".first.json")])
    assert {key: CATALOGUES[name][key] for key in first} == first
    assert {"acknowledge", "cause.stale", "resolution.other", "loading"} <= set(first)
    assert not {"draft_why", "hint.source", "check.fall"} & set(first)


async def test_the_page_is_small(client: httpx.AsyncClient) -> None:
    """What the queue loads, with the largest of the catalogues; other views load theirs when they are asked for."""
    page = await client.get("/console/", headers={"Accept-Language": "uk"})
    names = set(re.findall(rf"/console/files/{VERSION}/([\w.]+)", page.text))
    assert {name for name in names if name.endswith(".json")} == {"uk.first.json"}
    sent = [page, *[await client.get(f"/console/files/{VERSION}/{name}") for name in names]]
    assert "queue.js" in names
    assert "draft.js" not in names
    assert sum(len(gzip.compress(one.content, 1)) for one in sent) < 50_000
