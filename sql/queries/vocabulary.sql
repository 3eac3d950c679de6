-- name: find_phrases :many
select id, phrase, linked from phrases where phrase = any($1::text[]);

-- name: add_phrases :exec
insert into phrases (phrase, metric, as_given, keys, keys_version)
select given.phrase, given.metric, given.as_given, given.keys::integer[], $5::bigint
from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as given (phrase, metric, as_given, keys)
on conflict on constraint phrases_one_per_text do nothing;

-- name: find_neighbours :many
select id, phrase
from phrases_found(
    $1::integer[], $2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[],
    $8::integer[], $9::integer[], $10::bigint
);

-- name: find_phrases_of_other_keys :many
select id, phrase from phrases where keys_version < $1::bigint or keys_version > $1::bigint limit $2::integer;

-- name: write_keys :exec
update phrases
set keys = given.keys::integer[], keys_version = $3::bigint
from unnest($1::bigint[], $2::text[]) as given (id, keys)
where phrases.id = given.id;

-- name: add_edges :exec
-- Two processes may link the same phrase; a pair may stand here already by a judgement alone, without a band.
insert into phrase_edges (phrase_id, neighbour_id, band, score)
select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::double precision[])
on conflict (phrase_id, neighbour_id) do update set band = excluded.band, score = excluded.score
where phrase_edges.band is null;

-- name: mark_linked :exec
update phrases set linked = true where id = any($1::bigint[]);

-- name: find_look_alikes :many
-- For a person who asks, not for the pipeline: bounded, so that a common word does not bring half of the vocabulary.
-- A phrase of qualifiers alone ("people killed") shares no word with those of another value: they start alike.
select id, phrase, metric
from phrases
where keys && $1::integer[] or ($2::text is not null and starts_with(phrase, $2::text))
limit $3::integer;
