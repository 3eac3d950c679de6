-- name: find_topics :many
select id, hash, linked from topics where hash = any($1::uuid[]);

-- name: add_topics :exec
-- In the order of the hashes, so that two who add the same topics cannot wait for each other.
insert into topics (hash, topic, words, rarest)
select given.hash, given.topic, given.words::integer[], given.rarest::integer[]
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as given (hash, topic, words, rarest)
order by given.hash
on conflict on constraint topics_one_per_key do nothing;

-- name: find_topics_by_words :many
-- Topics that contain one of the rarest words, and topics whose own rarest words are among the words.
(select id, words from topics where words && $2::integer[] limit $3::integer)
union
(select id, words from topics where rarest && $1::integer[] limit $3::integer);

-- name: write_topic_keys :exec
update topics
set words = $2::integer[], rarest = $3::integer[]
where id = $1::bigint and (words, rarest) is distinct from ($2::integer[], $3::integer[]);

-- name: add_topic_edges :many
-- Gives those that were not known. In the order of the ids, so that two who link topics beside each other cannot wait for each other.
insert into topic_edges (topic_id, neighbour_id)
select topic_id, neighbour_id
from unnest($1::bigint[], $2::bigint[]) as given (topic_id, neighbour_id)
order by topic_id, neighbour_id
on conflict (topic_id, neighbour_id) do nothing
returning topic_id, neighbour_id;

-- name: requeue_claims_of_new_neighbours :exec
-- A topic has become a neighbour of others: claims of the one or of the others are compared again, whichever are fewer as
-- far as a thousand tells. Of two that are compared with each other one has to ask.
with sizes as (
    select topic.id, topic.is_own, (select count(*) from (select from claims where claims.topic_id = topic.id limit 1000) as counted) as claims
    from (
        select $1::bigint as id, true as is_own
        union all
        select other.id, false from unnest($2::bigint[]) as other (id)
    ) as topic
), own as (
    select claims from sizes where is_own
), asking as (
    select id from sizes where not is_own and claims < (select claims from own)
    union
    select $1::bigint where exists (select from sizes where not is_own and claims >= (select claims from own) and claims > 0)
)
insert into uncompared (claim_id, generation, since)
select id, nextval('uncompared_generations'), to_timestamp(0)
from claims
where topic_id = any(array(select id from asking))
order by id
on conflict (claim_id) do update
set generation = excluded.generation, since = excluded.since, leased_until = to_timestamp(0);

-- name: hold_unlinked_topics :many
-- Whoever gets a row links the topic; others wait, in the same order, and find it done.
select id from topics where id = any($1::bigint[]) and not linked order by id for no key update;

-- name: mark_topics_linked :exec
update topics set linked = true where id = any($1::bigint[]);

-- name: get_topics :many
select id, topic from topics where id = any($1::bigint[]);

-- name: find_unlinked_topics :many
select id, topic from topics where not linked limit $1::integer;

-- name: find_claims_without_topic :many
select id, body from claims where topic_id is null order by id limit $1::integer;

-- name: write_topics_of_claims :exec
-- They are compared again, by their topics.
with given as (
    select * from unnest($1::uuid[], $2::bigint[], $3::text[]) as given (id, topic_id, country)
), held as (
    select claims.id from claims join given on given.id = claims.id where claims.topic_id is null order by claims.id
    for no key update of claims
), written as (
    update claims
    set topic_id = given.topic_id, country = given.country
    from given join held on held.id = given.id
    where claims.id = given.id
    returning claims.id
)
insert into uncompared (claim_id, generation, since)
select id, nextval('uncompared_generations'), to_timestamp(0) from written order by id
on conflict (claim_id) do update set generation = excluded.generation, since = excluded.since;
