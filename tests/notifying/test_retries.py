from datetime import UTC, datetime, timedelta

from service.notifying.retries import SCHEDULE_SECONDS, delay_after, read_retry_after

NOON = datetime(2022, 11, 23, 12, tzinfo=UTC)


def test_the_mean_delays_make_about_three_days() -> None:
    assert timedelta(days=2.5) < timedelta(seconds=sum(SCHEDULE_SECONDS)) < timedelta(days=3.5)


def test_each_delay_is_longer_in_the_mean_and_the_last_attempt_ends_it() -> None:
    means = [delay_after(attempt, lambda: 0.5) for attempt in range(1, len(SCHEDULE_SECONDS) + 1)]
    assert means == sorted(means, key=lambda delay: delay or timedelta())
    assert delay_after(len(SCHEDULE_SECONDS) + 1, lambda: 0.5) is None


def test_the_jitter_is_full() -> None:
    assert delay_after(1, lambda: 0.0) == timedelta(0)
    assert delay_after(1, lambda: 1.0) == timedelta(seconds=10)


def test_retry_after_is_read_as_seconds_or_date_and_capped() -> None:
    assert read_retry_after("120", NOON) == timedelta(minutes=2)
    assert read_retry_after("Wed, 23 Nov 2022 12:01:00 GMT", NOON) == timedelta(minutes=1)
    assert read_retry_after("99999999", NOON) == timedelta(days=1)
    assert read_retry_after("Wed, 23 Nov 2011 12:01:00 GMT", NOON) == timedelta(0)
    assert read_retry_after("soon", NOON) is None
    assert read_retry_after(None, NOON) is None
