-- name: announce :exec
-- Steps of the audit trail, events and their deliveries, in one statement of the caller's transaction; senders hear of it
-- when it commits.
with trail as (
    insert into conflict_history (conflict_id, at, actor, act, status, resolution, note)
    select *
    from unnest($10::uuid[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[])
), announced as (
    insert into events (id, type, occurred_at, data, metrics, sources, places, severity_rank, band)
    select
        given.id, given.type, given.occurred_at, given.data,
        array(select jsonb_array_elements_text(given.metrics::jsonb)),
        array(select jsonb_array_elements_text(given.sources::jsonb)),
        array(select jsonb_array_elements_text(given.places::jsonb)),
        given.severity_rank, given.band
    from unnest(
        $1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[],
        $9::text[]
    ) as given (id, type, occurred_at, data, metrics, sources, places, severity_rank, band)
    returning *
), addressed as (
    insert into deliveries (event_id, endpoint_id)
    select announced.id, endpoints.id
    from announced
    join endpoints on (
            announced.type = any(endpoints.event_types)
            -- Whoever named no types hears of what nobody has to ask for.
            or (endpoints.event_types is null and announced.type = any($17::text[]))
        )
        and (endpoints.metrics is null or announced.metrics && endpoints.metrics)
        and (endpoints.sources is null or announced.sources && endpoints.sources)
        and (endpoints.places is null or announced.places && endpoints.places)
        and (announced.severity_rank is null or announced.severity_rank >= endpoints.minimal_severity_rank)
        and (announced.band is null or announced.band = any(endpoints.bands))
        and (not endpoints.ours or announced.sources && array(select sources.key from sources where sources.ours))
    for key share of endpoints -- one that is deleted just now is waited for, and left out
    returning 1
)
select pg_notify('claimdiff_outbox', '') from addressed limit 1;

-- name: announce_to :exec
-- An event for one endpoint alone, whatever its filters.
with announced as (
    insert into events (id, type, occurred_at, data, metrics, sources, places)
    values ($2::uuid, $3::text, $4::timestamptz, $5::text, '{}', '{}', '{}')
    returning id
), addressed as (
    insert into deliveries (event_id, endpoint_id) select announced.id, $1::uuid from announced returning 1
)
select pg_notify('claimdiff_outbox', '') from addressed;

-- name: lease_deliveries :many
-- For each enabled endpoint no more than it has free places; rows that another sender holds are skipped.
with busy as (
    select * from unnest($1::uuid[], $2::integer[]) as busy (endpoint_id, calls)
), due as (
    select found.id
    from endpoints
    left join busy on busy.endpoint_id = endpoints.id
    cross join lateral (
        select deliveries.id
        from deliveries
        where deliveries.endpoint_id = endpoints.id
            and deliveries.status = 'pending'
            and deliveries.next_attempt_at <= now()
            and (deliveries.leased_until is null or deliveries.leased_until < now())
        order by deliveries.next_attempt_at
        limit greatest(endpoints.concurrency - coalesce(busy.calls, 0), 0) * endpoints.digest_size
        for update skip locked
    ) as found
    where endpoints.disabled_reason is null
), leased as (
    update deliveries
    set leased_until = now() + make_interval(secs => $3::double precision),
        attempts = attempts + 1,
        last_attempt_at = now()
    from due
    where deliveries.id = due.id
    returning deliveries.id, deliveries.endpoint_id, deliveries.event_id, deliveries.attempts, deliveries.created_at
)
select
    leased.id, leased.endpoint_id, leased.event_id, leased.attempts, leased.created_at,
    events.type, events.occurred_at, events.data, events.position,
    endpoints.url, endpoints.format, endpoints.digest_size
from leased
join events on events.id = leased.event_id
join endpoints on endpoints.id = leased.endpoint_id
order by events.position;

-- name: write_attempt :exec
update deliveries
set status = $2::text,
    next_attempt_at = $3::timestamptz,
    leased_until = null,
    response_status = $4::integer,
    response_start = $5::text,
    error = $6::text,
    duration_milliseconds = $7::integer
where id = any($1::uuid[]);

-- name: hold_deliveries :exec
update deliveries
set next_attempt_at = $2::timestamptz, leased_until = null, attempts = attempts - 1
where id = any($1::uuid[]) and status = 'pending';

-- name: note_success :exec
update endpoints set failing_since = null where id = $1::uuid and failing_since is not null;

-- name: note_failure :one
update endpoints set failing_since = coalesce(failing_since, $2::timestamptz) where id = $1::uuid
returning failing_since;

-- name: disable_endpoint :one
update endpoints
set disabled_reason = $2::text, updated_at = $3::timestamptz, version = version + 1
where id = $1::uuid and disabled_reason is null
returning id, url;

-- name: number_events :one
-- One hand at a time. Who waited for it finds what is numbered meanwhile, and passes it over.
with hand as materialized (
    select last from feed_state for update
), waiting as (
    select first.id, row_number() over (order by first.written_by, first.position) as place
    from (
        select id, written_by, position from events
        where sequence is null
        order by written_by, position
        limit $1::integer
    ) as first
), numbered as (
    update events
    set sequence = hand.last + waiting.place
    from waiting cross join hand
    where events.id = waiting.id and events.sequence is null
    returning events.sequence
), kept as (
    update feed_state
    set last = (select max(sequence) from numbered)
    where exists (select from numbered)
)
select count(*) as events from numbered;

-- name: read_feed :many
select sequence, id, type, occurred_at, data
from events
where sequence > $1::bigint
    and type = any($3::text[])
    and (not $4::boolean or events.sources && array(select sources.key from sources where sources.ours))
order by sequence
limit $2::integer;

-- name: find_sequence :one
-- Of a cursor from before events were numbered: the last one that was read by it.
select sequence
from events
where (written_by, position) <= ($1::text::xid8, $2::bigint) and sequence is not null
order by written_by desc, position desc
limit 1;

-- name: count_missed :one
-- How many events were removed for their age before a reader came to them.
select greatest(0, removed_to - $1::bigint) as events from feed_state;

-- name: find_event :one
select sequence from events where id = $1::uuid and sequence is not null;

-- name: newest_place :one
-- Behind everything that has its place: who reads from there on is told what comes.
select last from feed_state;
