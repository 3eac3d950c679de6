-- name: mark_compared :exec
-- Taken in the order of ids, as requeueing takes them, so that the two cannot wait for each other.
with done as (
    select uncompared.claim_id
    from uncompared
    join unnest($1::uuid[], $2::bigint[]) as given (claim_id, generation)
        on uncompared.claim_id = given.claim_id and uncompared.generation = given.generation
    order by uncompared.claim_id
    for update of uncompared
)
delete from uncompared using done where uncompared.claim_id = done.claim_id;

-- name: lease_uncompared :many
-- What is left over, for one process at a time; what was set aside waits for its next try. Who dies gives it back in time.
with due as (
    select claim_id
    from uncompared
    where since < now() - make_interval(secs => $1::double precision) and next_try_at <= now() and leased_until <= now()
    order by since
    limit $2::integer
    for update skip locked
), leased as (
    update uncompared
    set leased_until = now() + make_interval(secs => $3::double precision)
    from due
    where uncompared.claim_id = due.claim_id
    returning uncompared.claim_id, uncompared.generation, uncompared.since
)
select
    claims.id, claims.source_id, claims.phrase_id, claims.body, leased.generation, claims.superseded_by, claims.load_id,
    claims.withdrawn_at is not null as withdrawn, claims.topic_id
from leased
join claims on claims.id = leased.claim_id
order by leased.since;

-- name: release_uncompared :exec
-- Its turn is over and it is not done: the next one goes on at once.
update uncompared
set leased_until = to_timestamp(0), since = to_timestamp(0)
where claim_id = any($1::uuid[]);

-- name: set_aside :exec
-- It cannot be compared: the pause grows from ten seconds to a day.
update uncompared
set attempts = attempts + 1,
    reason = given.reason,
    leased_until = to_timestamp(0),
    next_try_at = now() + make_interval(secs => least(86400, 10 * 2 ^ least(attempts, 20)))
from unnest($1::uuid[], $2::text[]) as given (claim_id, reason)
where uncompared.claim_id = given.claim_id;

-- name: find_set_aside :many
select claim_id from uncompared where claim_id = any($1::uuid[]) and reason is not null;

-- name: blame_claims :exec
-- Found broken by others: they are to be compared again themselves, which is put off from the beginning.
insert into uncompared (claim_id, generation, since, attempts, reason, next_try_at)
select given.claim_id, nextval('uncompared_generations'), now(), 1, given.reason, now() + interval '10 seconds'
from unnest($1::uuid[], $2::text[]) as given (claim_id, reason)
order by given.claim_id
on conflict (claim_id) do update set reason = excluded.reason;

-- name: list_set_aside :many
select uncompared.claim_id, uncompared.reason, uncompared.attempts, uncompared.since, uncompared.next_try_at
from uncompared
where uncompared.reason is not null and ($1::uuid is null or uncompared.claim_id > $1::uuid)
order by uncompared.claim_id
limit $2::integer;

-- name: requeue_claims :exec
-- Compared again by the sweep. A generation is never given twice, so that whoever still compares what was read before
-- takes out nothing.
insert into uncompared (claim_id, generation, since)
select given.claim_id, nextval('uncompared_generations'), to_timestamp(0)
from unnest($1::uuid[]) as given (claim_id)
order by given.claim_id
on conflict (claim_id) do update
set generation = excluded.generation, since = excluded.since, attempts = 0, reason = null, next_try_at = to_timestamp(0),
    leased_until = to_timestamp(0);

-- name: count_uncompared :one
select count(*) as claims, coalesce(extract(epoch from now() - min(since)), 0)::double precision as oldest_seconds
from uncompared;

-- name: requeue_claims_of_phrases :exec
-- The registry reveals or refutes: the claims of these metrics are compared again, by the sweep.
insert into uncompared (claim_id, generation, since)
select id, nextval('uncompared_generations'), to_timestamp(0)
from claims
where phrase_id = any($1::bigint[])
order by id
on conflict (claim_id) do update
set generation = excluded.generation, since = excluded.since, leased_until = to_timestamp(0);
