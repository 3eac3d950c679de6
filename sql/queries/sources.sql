-- name: add_sources :many
-- Only unknown ones are written, so that a known source costs no dead row.
with given as (
    select * from unnest($1::text[], $2::text[]) as given (key, name)
), added as (
    insert into sources (key, name, key_version)
    select distinct on (key) key, name, $3::smallint from given
    where not exists (select 1 from sources where sources.key = given.key)
    on conflict on constraint sources_one_per_key do nothing
    returning id, key, name
)
select id, key, name from added
union all
select sources.id, sources.key, sources.name from sources where sources.key = any($1::text[]);

-- name: find_source :one
select id, name from sources where key = $1::text;

-- name: list_sources :many
-- Each conflict is looked at once, from its own side: to look for those of each claim of a source takes seconds.
with page as materialized (
    select id, key, name, created_at, ours
    from sources
    where sources.id > $1::integer and sources.merged_into is null
    order by sources.id
    limit $2::integer
), stored as (
    select claims.source_id, count(*) as claims
    from claims
    where claims.source_id = any(array(select page.id from page))
    group by claims.source_id
), told as (
    select beside.source_id, count(*) as conflicts
    from conflicts
    cross join lateral (
        select claims.source_id from claims where claims.id = conflicts.first_id
        union all
        select claims.source_id from claims where claims.id = conflicts.second_id
    ) as beside
    where conflicts.status in ('open', 'acknowledged') and conflicts.band = 'confirmed'
    group by beside.source_id
)
select
    page.id,
    page.key,
    page.name,
    page.created_at,
    page.ours,
    coalesce(stored.claims, 0) as claims,
    coalesce(told.conflicts, 0) as open_conflicts
from page
left join stored on stored.source_id = page.id
left join told on told.source_id = page.id
order by page.id;

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
