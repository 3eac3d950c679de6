"""Judgements are labels: what the model would say is held against them, as if nobody had judged."""

import asyncio
import sys

from httpx import AsyncClient as Client

from service.claim import Band, Sameness
from tests.builders import draft
from tests.evaluation.judged import labels_of, report


async def put_some_in(client: Client) -> None:
    for metric, source, quantity in (
        ("personnel losses", "alpha wire", "84,720"),
        ("confirmed personnel losses", "beta news", "62,310"),
        ("persnnel losses", "gamma post", "51,000"),
    ):
        answer = await client.post("/v1/claims", json=draft(metric=metric, source=source, quantity=quantity))
        assert answer.status_code == 201, answer.text
    for other, verdict, author in (
        ("confirmed personnel losses", "different", "Anna"),
        ("persnnel losses", "same", "Anna"),
        ("coffins counted", "same", "model"),
    ):
        body = {"metric_a": "personnel losses", "metric_b": other, "verdict": verdict, "author": author}
        assert (await client.post("/v1/judgements", json=body)).status_code == 201


async def test_the_model_is_asked_as_if_nobody_had_judged(client: Client, dsn: str) -> None:
    await put_some_in(client)
    said = {label.names[1]: label for label in await labels_of(dsn)}
    assert {name: (one.verdict, one.band) for name, one in said.items()} == {
        "confirmed personnel losses": (Sameness.DIFFERENT, Band.SUGGESTED),
        "persnnel losses": (Sameness.SAME, Band.CONFIRMED),
        "coffins counted": (Sameness.SAME, None),
    }
    assert [name for name, one in said.items() if one.by_words] == ["coffins counted"]
    assert [label.names[1] for label in await labels_of(dsn, "model")] == ["coffins counted"]


async def test_what_was_taken_back_is_no_label(client: Client, dsn: str) -> None:
    await put_some_in(client)
    await client.delete("/v1/judgements", params={"author": "Anna"})
    assert [label.names[1] for label in await labels_of(dsn)] == ["coffins counted"]


async def test_one_command_tells_how_often_it_is_right_and_where_it_is_wrong(client: Client, dsn: str) -> None:
    await put_some_in(client)
    command = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.evaluation.judged", dsn, stdout=asyncio.subprocess.PIPE
    )
    printed = (await command.communicate())[0].decode()
    assert command.returncode == 0
    assert printed.startswith("3 judgements, 2 same; 1 by the words alone\n")
    assert "precision of confirmed 100.0 %, recall 50.0 %, with suggested 50.0 %" in printed
    assert "same, but apart: personnel losses | coffins counted" in printed
    assert "different, but suggested: personnel losses | confirmed personnel losses" in printed
    assert "chance 0.9 to 1.0: " in printed


def test_of_nothing_nothing_is_claimed() -> None:
    assert report([]).startswith("0 judgements, 0 same; 0 by the words alone\n")
