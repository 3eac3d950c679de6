-- name: add_link :exec
insert into links (id, hash, name, key_id, created_by, created_at, expires_at, dispute_id, filters)
values (
    $1::uuid, $2::bytea, $3::text, $4::uuid, $5::text, $6::timestamptz, $7::timestamptz, $8::uuid, $9::text
);

-- name: find_link :one
select * from links where hash = $1::bytea;

-- name: get_link :one
select * from links where id = $1::uuid;

-- name: list_links :many
-- Of one key, or of all.
select * from links
where ($1::uuid is null or key_id = $1::uuid) and ($2::uuid is null or id < $2::uuid)
order by id desc
limit $3::integer;

-- name: revoke_link :exec
-- Only the first revocation counts.
update links set revoked_at = $2::timestamptz, revoked_by = $3::text where id = $1::uuid and revoked_at is null;
