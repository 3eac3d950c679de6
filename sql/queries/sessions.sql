-- name: add_session :exec
insert into sessions (hash, key_id, person, created_at, expires_at)
values ($1::bytea, $2::uuid, $3::text, $4::timestamptz, $5::timestamptz);

-- name: find_session :one
-- The session with its key as it is now: a key that was revoked meanwhile ends it.
select api_keys.*, sessions.hash as session_hash, sessions.person, sessions.expires_at as ends_at
from sessions join api_keys on api_keys.id = sessions.key_id
where sessions.hash = $1::bytea;

-- name: end_session :exec
delete from sessions where hash = $1::bytea;

-- name: remove_ended_sessions :exec
delete from sessions where expires_at <= $1::timestamptz;
