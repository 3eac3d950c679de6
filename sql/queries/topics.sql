-- name: find_topics :many
select id, hash, linked from topics where hash = any($1::uuid[]);

-- name: add_topics :exec
insert into topics (hash, topic, vector, encoder, keys)
select given.hash, given.topic, given.vector, $5::text, given.keys::integer[]
from unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[]) as given (hash, topic, vector, keys)
on conflict on constraint topics_one_per_key do nothing;

-- name: has_nearest_topics :one
-- Whether the server has an index of vectors; it is made if the extension has come since.
select make_nearest_topics() as has;

-- name: find_unindexed_topics :many
select topics.id, topics.vector
from topics
left join topic_vectors on topic_vectors.topic_id = topics.id
where topic_vectors.topic_id is null
order by topics.id
limit $1::integer;

-- name: add_topic_vectors :exec
insert into topic_vectors (topic_id, vector)
select given.id, given.vector::halfvec
from unnest($1::bigint[], $2::text[]) as given (id, vector)
on conflict (topic_id) do nothing;

-- name: search_widely :exec
-- The index looks at so many before it gives the nearest; until the transaction ends.
select set_config('hnsw.ef_search', $1::text, true);

-- name: find_nearest_topics :many
select topic_id as id, -(vector <#> $1::text::halfvec) as nearness
from topic_vectors
order by vector <#> $1::text::halfvec
limit $2::integer;

-- name: find_topics_by_keys :many
select id, vector from topics where keys && $1::integer[] limit $2::integer;

-- name: add_topic_edges :exec
-- In the order of the ids, so that two who link topics beside each other cannot wait for each other.
insert into topic_edges (topic_id, neighbour_id, nearness)
select topic_id, neighbour_id, nearness
from unnest($1::bigint[], $2::bigint[], $3::real[]) as given (topic_id, neighbour_id, nearness)
order by topic_id, neighbour_id
on conflict (topic_id, neighbour_id) do nothing;

-- name: hold_unlinked_topic :one
-- Whoever gets the row links the topic; others wait, and find it done.
select id from topics where id = $1::bigint and not linked for no key update;

-- name: mark_topic_linked :exec
update topics set linked = true where id = $1::bigint;

-- name: find_unlinked_topics :many
select id, topic from topics where not linked limit $1::integer;

-- name: find_claims_without_topic :many
select id, body from claims where topic_id is null order by id limit $1::integer;

-- name: write_topics_of_claims :exec
-- They are compared again, by their topics.
with given as (
    select * from unnest($1::uuid[], $2::bigint[]) as given (id, topic_id)
), held as (
    select claims.id from claims join given on given.id = claims.id where claims.topic_id is null order by claims.id
    for no key update of claims
), written as (
    update claims
    set topic_id = given.topic_id
    from given join held on held.id = given.id
    where claims.id = given.id
    returning claims.id
)
insert into uncompared (claim_id, generation, since)
select id, nextval('uncompared_generations'), to_timestamp(0) from written order by id
on conflict (claim_id) do update set generation = excluded.generation, since = excluded.since;
