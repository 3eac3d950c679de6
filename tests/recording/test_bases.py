"""Anomalies are told against a base period: two sources' are one thing only where both name the same one."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from msgspec import convert

from service.claim import ClaimId
from service.reading import Draft, read
from service.recording.bases import BEGINNINGS, may_have_other_bases
from tests.cli.test_compare import compare

WARMING = {"metric": "temperature anomaly", "place": "World", "unit": "°C", "period": "2015"}


@pytest.mark.parametrize(
    ("one", "other", "band"),
    [
        ("temperature anomaly", "temperature anomaly", "suggested"),
        ("global temperature anomalies", "global temperature anomalies", "suggested"),
        ("anomalie de température", "anomalie de température", "suggested"),
        ("Abweichung der Temperatur vom Mittel", "Abweichung der Temperatur vom Mittel", "suggested"),
        ("аномалія температури", "аномалія температури", "suggested"),
        ("temperature anomaly (1951-1980)", "temperature anomaly (1951-1980)", "confirmed"),
        ("mean temperature", "mean temperature", "confirmed"),
        ("rainfall", "rainfall", "confirmed"),
    ],
)
async def test_two_sources_anomalies_wait_for_a_person_unless_both_name_one_base(
    client: httpx.AsyncClient, one: str, other: str, band: str
) -> None:
    await client.post("/v1/claims", json=WARMING | {"source": "NASA", "metric": one, "quantity": "0.87"})
    answer = await client.post(
        "/v1/claims/check", json=WARMING | {"source": "NOAA", "metric": other, "quantity": "0.98"}
    )
    assert [match["band"] for match in answer.json()["matches"]] == [band]
    answer = await client.post("/v1/claims", json=WARMING | {"source": "NOAA", "metric": other, "quantity": "0.98"})
    assert [conflict["band"] for conflict in answer.json()["conflicts"]] == [band]


async def test_a_source_corrects_its_own_anomaly(client: httpx.AsyncClient) -> None:
    first = await client.post(
        "/v1/claims", json=WARMING | {"source": "NASA", "quantity": "0.87", "published_at": "2016-01-20"}
    )
    second = await client.post(
        "/v1/claims", json=WARMING | {"source": "NASA", "quantity": "0.88", "published_at": "2017-01-20"}
    )
    stored = await client.get(f"/v1/claims/{first.json()['claim']['id']}")
    assert stored.json()["superseded_by"] == second.json()["claim"]["id"]


def test_an_anomaly_without_its_base_meets_no_other_question() -> None:
    """Not even its own, so that no dispute stands on it."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    one, named = (
        read(
            convert(WARMING | {"source": "NASA", "quantity": "0.87", "metric": metric}, Draft),
            claim_id=ClaimId(UUID(int=1)),
            received_at=now,
        )
        for metric in ("temperature anomaly", "temperature anomaly from 1951 to 1980")
    )
    assert may_have_other_bases(one, one)
    assert may_have_other_bases(one, named)
    assert not may_have_other_bases(named, named)


def test_each_beginning_is_one() -> None:
    assert all(one == one.casefold().strip() and one for one in BEGINNINGS)
    assert len(set(BEGINNINGS)) == len(BEGINNINGS)


def test_a_table_of_two_series_of_anomalies_disagrees_on_nothing_for_certain(tmp_path: Path) -> None:
    rows = "Source,Year,Mean\n" + "".join(
        f"gcag,{year},{0.001 * (year - 1990):.4f}\ngistemp,{year},{0.001 * (year - 1990) + 0.11:.4f}\n"
        for year in range(1950, 2010)
    )
    (tmp_path / "annual.csv").write_text(rows)
    filled = ("--fill", "metric:temperature anomaly", "--fill", "unit:°C", "--fill", "place:World")
    answer = compare(tmp_path, *filled, "annual.csv", "annual.csv")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "more if a person says that both mean the same" in answer.stdout
