-- name: add_endpoint :exec
insert into endpoints (
    id, url, description, format, event_types, metrics, sources, places, minimal_severity_rank, bands, digest_size,
    concurrency, ours, created_at, updated_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14);

-- name: change_endpoint :one
update endpoints
set url = $3, description = $4, format = $5, event_types = $6, metrics = $7, sources = $8, places = $9,
    minimal_severity_rank = $10, bands = $11, digest_size = $12, concurrency = $13, ours = $14, disabled_reason = $15,
    failing_since = case when $15::text is null and disabled_reason is not null then null else failing_since end,
    updated_at = $16, version = version + 1
where id = $1 and ($2::integer is null or version = $2::integer)
returning version;

-- name: delete_endpoint :one
delete from endpoints where id = $1 returning id;

-- name: get_endpoint :one
select endpoints.*,
    (select count(*) from deliveries where endpoint_id = endpoints.id and status = 'pending') as pending
from endpoints
where id = $1;

-- name: list_endpoints :many
select endpoints.*,
    (select count(*) from deliveries where endpoint_id = endpoints.id and status = 'pending') as pending
from endpoints
where $1::uuid is null or id > $1::uuid
order by id
limit $2::integer;

-- name: add_secret :exec
insert into endpoint_secrets (endpoint_id, secret, created_at) values ($1, $2, $3);

-- name: expire_secrets :exec
update endpoint_secrets set expires_at = $2::timestamptz where endpoint_id = $1 and expires_at is null;

-- name: get_secrets :many
select secret from endpoint_secrets
where endpoint_id = $1 and (expires_at is null or expires_at > $2::timestamptz)
order by created_at desc;

-- name: list_deliveries :many
select deliveries.*, events.type
from deliveries
join events on events.id = deliveries.event_id
where deliveries.endpoint_id = $1
    and ($2::text is null or deliveries.status = $2::text)
    and ($3::timestamptz is null or (deliveries.created_at, deliveries.id) < ($3::timestamptz, $4::uuid))
order by deliveries.created_at desc, deliveries.id desc
limit $5::integer;

-- name: redeliver_one :one
update deliveries set status = 'pending', next_attempt_at = now(), leased_until = null, attempts = 0
where id = $2 and endpoint_id = $1
returning id, pg_notify('claimdiff_outbox', '');

-- name: redeliver_failed :many
update deliveries set status = 'pending', next_attempt_at = now(), leased_until = null, attempts = 0
where endpoint_id = $1 and status = 'failed' and created_at >= $2::timestamptz
returning id, pg_notify('claimdiff_outbox', '');
