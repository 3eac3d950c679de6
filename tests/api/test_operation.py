"""What an operator sees: the figures for Prometheus, the version, logs without secrets."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from service import __version__
from service.telemetry.logs import without_secrets
from service.telemetry.prometheus import PRESENT
from tests.builders import draft


async def scraped(client: httpx.AsyncClient) -> dict[tuple[str, str], float]:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_the_figures_answer_what_an_operator_asks(client: httpx.AsyncClient) -> None:
    before = await scraped(client)
    await client.post("/v1/claims", json=draft(external_id="a"))
    await client.post("/v1/claims", json=draft(external_id="a"))
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
    await client.post("/v1/claims", json=draft(quantity="quite a lot"))
    after = await scraped(client)
    grown = {key: value - before.get(key, 0) for key, value in after.items()}
    assert grown["claimdiff_claims_total", "stored"] == 2
    assert grown["claimdiff_claims_total", "known"] == 1
    assert grown["claimdiff_claims_total", "unreadable"] == 1
    assert grown["claimdiff_conflicts_opened_total", ""] == 1
    assert grown["claimdiff_http_requests_total", "POST,/v1/claims,201"] == 2
    assert grown["claimdiff_pool_wait_seconds_count", ""] > 0
    assert after["claimdiff_open_conflicts", ""] == 1
    assert {name for name, _ in after} >= PRESENT.keys()
    assert after["claimdiff_build_info", __version__] == 1


async def test_the_version_is_shown(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "alive", "version": __version__}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("key cdk_7Hq2ZkPmabcdefgh was", "key cdk_7Hq2ZkPm… was"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "secret whsec_…"),
        ("postgresql://desk:hush@db/claimdiff", "postgresql://desk:…@db/claimdiff"),
        ("84,720 at 12:30", "84,720 at 12:30"),
    ],
)
def test_no_secret_passes_into_the_log(text: str, shown: str) -> None:
    assert without_secrets(text) == shown
