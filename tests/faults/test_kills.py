from typing import Any

from tests.faults.kills import run


async def test_whatever_is_killed_nothing_acknowledged_is_lost_and_no_conflict_is_missed(
    unused_tcp_port_factory: Any,
) -> None:
    """The small run of `python -m tests.faults.kills`: real processes, real SIGKILLs, a storm of each kind."""
    ports = [unused_tcp_port_factory(), unused_tcp_port_factory()]
    report = await run(claims=200, kills=4, storms=4, seed=2, ports=ports)
    assert report.is_clean, str(report)
    assert report.acknowledged == report.claims == 200
    assert report.conflicts > 50
