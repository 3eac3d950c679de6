-- name: add_key :exec
insert into api_keys (
    id, name, prefix, hash, scopes, requests_per_minute, created_at, created_by, expires_at, sources
) values (
    $1::uuid, $2::text, $3::text, $4::bytea, $5::text[], $6::integer, $7::timestamptz, $8::text, $9::timestamptz,
    $10::text[]
);

-- name: find_key :one
select * from api_keys where hash = $1::bytea;

-- name: get_key :one
select * from api_keys where id = $1::uuid;

-- name: find_keys_by_prefix :many
select * from api_keys where starts_with(prefix, $1::text) or id::text = $1::text order by created_at, id;

-- name: list_keys :many
select * from api_keys
where $1::uuid is null or id > $1::uuid
order by id
limit $2::integer;

-- name: revoke_key :one
-- Only the first revocation counts.
update api_keys set revoked_at = $2::timestamptz, revoked_by = $3::text
where id = $1::uuid and revoked_at is null
returning id;

-- name: has_usable_key :one
select exists (
    select from api_keys where revoked_at is null and (expires_at is null or expires_at > $1::timestamptz)
) as usable;

-- name: note_uses :exec
update api_keys set last_used_at = greatest(api_keys.last_used_at, used.at)
from unnest($1::uuid[], $2::timestamptz[]) as used (id, at)
where api_keys.id = used.id;

-- name: lease_requests :one
-- Takes a share of $3 of a minute that holds $4. What is beyond the limit was not granted; it stops growing there.
insert into rate_windows as held (key_id, starts_at, used) values ($1::uuid, $2::timestamptz, $3::integer)
on conflict (key_id) do update
set starts_at = greatest(held.starts_at, excluded.starts_at),
    used = case
        when held.starts_at < excluded.starts_at then $3::integer
        else least(held.used + $3::integer, $4::integer + $3::integer)
    end
returning used;
