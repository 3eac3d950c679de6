-- name: reserve :one
-- Gives a row only to whoever is first with a key, or first after its day is over.
insert into idempotency_keys as held (owner, key, fingerprint, claim_id, reserved_at, started_at)
values ($1::uuid, $2::text, $3::bytea, $4::uuid, $5::timestamptz, $5::timestamptz)
on conflict (owner, key) do update
set fingerprint = excluded.fingerprint, claim_id = excluded.claim_id, reserved_at = excluded.reserved_at,
    started_at = excluded.started_at, status = null, answer = null
where held.reserved_at < $6::timestamptz
returning claim_id;

-- name: get_reservation :one
select fingerprint, claim_id, started_at, status, answer
from idempotency_keys
where owner = $1::uuid and key = $2::text;

-- name: take_over :one
-- Of several who want to go on with what a dead process left, one may.
update idempotency_keys set started_at = $4::timestamptz
where owner = $1::uuid and key = $2::text and started_at = $3::timestamptz and status is null
returning claim_id;

-- name: keep_answer :exec
update idempotency_keys set status = $4::smallint, answer = $5::text
where owner = $1::uuid and key = $2::text and claim_id = $3::uuid;

-- name: abandon :exec
-- It is not known whether the claim was stored: whoever comes next may find out.
update idempotency_keys set started_at = to_timestamp(0)
where owner = $1::uuid and key = $2::text and claim_id = $3::uuid and status is null;

-- name: give_up :exec
-- Nothing was stored under this key: it may be used anew.
delete from idempotency_keys where owner = $1::uuid and key = $2::text and claim_id = $3::uuid and status is null;

-- name: forget_old :exec
delete from idempotency_keys where reserved_at < $1::timestamptz;
