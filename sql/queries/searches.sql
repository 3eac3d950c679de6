-- name: save_search :one
-- A name is given once to a person: the same again takes the other's place.
insert into saved_searches (id, key_id, actor, name, query, created_at)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::timestamptz)
on conflict on constraint saved_searches_one_name do update set query = excluded.query
returning id, name, query, created_at;

-- name: list_searches :many
select id, name, query, created_at from saved_searches
where key_id is not distinct from $1::uuid and actor = $2::text
order by name
limit $3::integer;

-- name: remove_search :one
delete from saved_searches
where id = $1::uuid and key_id is not distinct from $2::uuid and actor = $3::text
returning id;
