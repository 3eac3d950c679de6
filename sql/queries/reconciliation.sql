-- name: find_named_metrics :many
-- Metrics that a desk has given one of these names, in small letters.
select phrase_id as id, lower(name) as wording
from metrics
where lower(name) = any($1::text[])
union
select phrase_id, lower(synonym)
from metrics
cross join lateral unnest(synonyms) as synonym
where lower(synonym) = any($1::text[]);

-- name: find_metric_candidates :many
-- What was only asked about, in a check, is no metric in use.
select
    phrases.id, phrases.metric_id, phrases.metric, coalesce(metrics.name, phrases.as_given) as name, metrics.definition
from phrases
left join metrics on metrics.phrase_id = phrases.id
where phrases.id = any($1::bigint[])
    and (
        metrics.phrase_id is not null
        or exists (select 1 from claims where claims.phrase_id = phrases.id)
    );

-- name: find_phrases_of_metrics :many
select id, metric_id from phrases where metric_id = any($1::uuid[]);

-- name: suggest_metrics :many
-- Names that begin with the text before those that only hold it, short ones first.
select
    phrases.id, phrases.metric_id, phrases.metric, coalesce(metrics.name, phrases.as_given) as name, metrics.definition
from phrases
left join metrics on metrics.phrase_id = phrases.id
where position(lower($1::text) in lower(coalesce(metrics.name, phrases.as_given))) > 0
    and (
        metrics.phrase_id is not null
        or exists (select 1 from claims where claims.phrase_id = phrases.id)
    )
order by
    position(lower($1::text) in lower(coalesce(metrics.name, phrases.as_given))) > 1,
    length(coalesce(metrics.name, phrases.as_given)),
    phrases.id
limit $2::integer offset $3::integer;

-- name: list_source_names :many
select key, name from sources where merged_into is null order by id limit $1::integer;

-- name: get_source_names :many
select key, name from sources where key = any($1::text[]);

-- name: suggest_sources :many
select key, name
from sources
where position($1::text in key) > 0 and merged_into is null
order by position($1::text in key) > 1, length(key), id
limit $2::integer offset $3::integer;
