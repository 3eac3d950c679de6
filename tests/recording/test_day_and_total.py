import httpx
import pytest

TOTAL = {
    "source": "ministry",
    "metric": "COVID-19 deaths",
    "place": "Italy",
    "quantity": "9,134",
    "period": "as of 2020-03-27",
}


@pytest.mark.parametrize(
    ("period", "quantity", "band"),
    [
        ("on 27 March 2020", "919", "suggested"),
        ("on 27 March 2020", "8,165", "suggested"),
        ("2020-03-27", "919", "suggested"),
        ("2020-03-27", "8,165", "confirmed"),
    ],
)
async def test_a_days_count_beside_the_total_of_that_day_waits_for_a_person(
    client: httpx.AsyncClient, period: str, quantity: str, band: str
) -> None:
    await client.post("/v1/claims", json=TOTAL)
    answer = await client.post(
        "/v1/claims/check", json=TOTAL | {"source": "agency", "quantity": quantity, "period": period}
    )
    assert [match["band"] for match in answer.json()["matches"]] == [band]
