"""A short run of what `python -m tests.contract.fuzz --cases 10000` does at length."""

from pathlib import Path

from tests.contract.fuzz import fuzz


async def test_schemathesis_finds_nothing_wrong(dsn: str, tmp_path: Path) -> None:
    """All checks, with links followed; another seed each time would make CI a lottery."""
    told = await fuzz(dsn, tmp_path, examples=1, seed=1)
    assert told.is_clean, told.printed
    assert told.cases > 1000
