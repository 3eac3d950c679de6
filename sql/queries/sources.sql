-- name: find_sources_of_other_keys :many
select id, name
from sources
where (key_version < $1::smallint or key_version > $1::smallint) and merged_into is null
order by id
limit $2::integer
for update skip locked;

-- name: find_key :one
select id from sources where key = $1::text and id <> $2::integer for update;

-- name: write_key :exec
update sources set key = $2::text, key_version = $3::smallint where id = $1::integer;

-- name: merge_source :exec
-- No name has this key: the word joiner in it is left out of every key. Whose own it is does not get lost.
with kept as (
    update sources
    set ours = true
    where id = $2::integer and exists (select from sources as merged where merged.id = $1::integer and merged.ours)
)
update sources
set merged_into = $2::integer, key_version = $3::smallint, key = U&'\2060' || 'merged ' || id
where id = $1::integer;

-- name: find_claims_to_move :many
-- Also of those who published on under a source that another process had merged meanwhile.
select sources.id, sources.merged_into
from sources
where merged_into is not null and exists (select from claims where claims.source_id = sources.id)
order by sources.id
limit $1::integer;

-- name: move_claims :many
-- Under one external id the claim that stands there already keeps it.
with moved as (
    select id, external_id
    from claims
    where source_id = $1::integer
    order by published_at, id
    limit $3::integer
    for update
)
update claims
set source_id = $2::integer,
    external_id = case
        when exists (
            select from claims as held where held.source_id = $2::integer and held.external_id = moved.external_id
        ) then null
        else moved.external_id
    end
from moved
where claims.id = moved.id
returning claims.id;

-- name: find_endpoints_of_other_names :many
select id, sources
from endpoints
where names_version <> $1::smallint and sources is not null
order by id
limit $2::integer
for update skip locked;

-- name: write_endpoint_names :exec
update endpoints set sources = $2::text[], names_version = $3::smallint where id = $1::uuid;

-- name: list_source_names :many
select name from sources
where merged_into is null
order by id desc
limit $1::integer;

-- name: mark_ours :exec
update sources set ours = $2::boolean where id = $1::integer;
