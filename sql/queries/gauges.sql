-- name: read_present :one
-- Each count is over what waits or is open, by a partial index, so that a scrape costs little however much is stored.
select
    (select count(*) from uncompared) as uncompared_claims,
    (select coalesce(extract(epoch from now() - min(since)), 0) from uncompared) as oldest_uncompared_seconds,
    (select count(*) from uncompared where reason is not null) as set_aside_claims,
    (select count(*) from conflicts where status = 'open') as open_conflicts,
    (select count(*) from deliveries where status = 'pending') as pending_deliveries,
    (
        select greatest(0, coalesce(extract(epoch from now() - min(next_attempt_at)), 0))
        from deliveries where status = 'pending'
    ) as oldest_due_delivery_seconds,
    (
        select count(*) from deliveries where status = 'failed' and last_attempt_at > now() - interval '24 hours'
    ) as failed_deliveries,
    (select count(*) from endpoints where disabled_reason is not null) as disabled_webhooks;

-- name: takes_writes :one
-- A replica, or a database that its provider has closed for writing, answers all the same.
select not (pg_is_in_recovery() or current_setting('transaction_read_only')::boolean) as takes_writes;
