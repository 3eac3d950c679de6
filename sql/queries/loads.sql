-- name: open_load :exec
insert into loads (id, created_at) values ($1::uuid, $2::timestamptz) on conflict (id) do nothing;

-- name: list_loads :many
select id, created_at, withdrawn_at, withdrawn_by
from loads
where $1::timestamptz is null or (created_at, id) < ($1::timestamptz, $2::uuid)
order by created_at desc, id desc
limit $3::integer;

-- name: withdraw_load :one
update loads
set withdrawn_at = coalesce(withdrawn_at, $2::timestamptz), withdrawn_by = coalesce(withdrawn_by, $3::text)
where id = $1::uuid
returning id;

-- name: withdraw_claims :many
-- Some of a load's claims; whoever takes them puts them, and whom they superseded, back among the uncompared.
with taken as (
    select id from claims
    where load_id = $1::uuid and withdrawn_at is null
    order by id
    limit $3::integer
    for update
)
update claims set withdrawn_at = $2::timestamptz from taken where claims.id = taken.id returning claims.id;

-- name: withdraw_each :many
-- Claims that count no more, each with the one in its place, if there is one.
with given as (
    select * from unnest($1::uuid[], $2::uuid[]) as given (id, newer)
), taken as (
    select claims.id
    from claims
    where claims.id in (select given.id from given) and claims.withdrawn_at is null
    order by claims.id
    for update
)
update claims
set withdrawn_at = $3::timestamptz, superseded_by = coalesce(claims.superseded_by, given.newer)
from taken
join given on given.id = taken.id
where claims.id = taken.id
returning claims.id;

-- name: find_superseded :many
select older_id as id from successions where newer_id = any($1::uuid[]) order by older_id;

-- name: hold_claim :one
select id from claims where id = $1::uuid for update;

-- name: erase_events :exec
-- Everything that was told of the claim: an event holds the whole of it.
with told as (
    select id from events where position($1::uuid::text in data) > 0
), sent as (
    delete from deliveries using told where deliveries.event_id = told.id
)
delete from events using told where events.id = told.id;

-- name: erase_answers :exec
delete from idempotency_keys where claim_id = $1::uuid or position($1::uuid::text in answer) > 0;

-- name: erase_readings :exec
-- What an article says of it; the text itself is its sender's to take away.
delete from article_readings where claim_id = $1::uuid;

-- name: erase_pages :exec
-- What a large dispute shows of it: worked out anew when somebody looks.
delete from dispute_pages where position($1::uuid::text in pages) > 0;

-- name: erase_conflicts :exec
with around as (
    select id from conflicts where first_id = $1::uuid or second_id = $1::uuid
), steps as (
    delete from conflict_history using around where conflict_history.conflict_id = around.id
)
delete from conflicts using around where conflicts.id = around.id;

-- name: erase_claim :exec
with waiting as (
    delete from uncompared where claim_id = $1::uuid
), told as (
    insert into erased_claims (claim_id, erased_at, erased_by, why) values ($1::uuid, $2::timestamptz, $3::text, $4::text)
)
delete from claims where id = $1::uuid;

-- name: find_erased :one
select erased_at from erased_claims where claim_id = $1::uuid;
