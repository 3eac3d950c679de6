-- name: list_metrics :many
-- In the order in which they were first seen. What was only asked about, in a check, is no metric in use.
select phrases.id
from phrases
left join metrics on metrics.phrase_id = phrases.id
where phrases.id > $1::bigint
    and (
        $2::text is null
        or position(lower($2::text) in lower(phrases.as_given)) > 0
        or position(lower($2::text) in lower(metrics.name)) > 0
        or position(lower($2::text) in lower(array_to_string(metrics.synonyms, E'\n'))) > 0
    )
    and (not $3::boolean or metrics.phrase_id is not null)
    and (
        $4::boolean
        or metrics.phrase_id is not null
        or exists (select 1 from claims where claims.phrase_id = phrases.id)
    )
order by phrases.id
limit $5::integer;

-- name: get_metrics :many
-- Counts are of all wordings that are the same metric.
select
    phrases.id, phrases.metric_id, phrases.phrase, phrases.as_given, phrases.metric, phrases.first_seen_at,
    metrics.name, metrics.definition, metrics.measure, metrics.cumulative, metrics.unit, metrics.synonyms,
    metrics.tolerance_relative_percent, metrics.tolerance_absolute, metrics.tolerance_unit, metrics.tolerance_base,
    metrics.tolerance_dimension, metrics.updated_at, metrics.updated_by, coalesce(metrics.version, 0) as version,
    metrics.phrase_id is not null as registered,
    array(
        select alike.metric_id from phrases as alike
        where alike.id = any(members.ids) and alike.id <> phrases.id order by alike.id
    ) as same_ids,
    array(
        select coalesce(said.name, alike.as_given)
        from phrases as alike
        left join metrics as said on said.phrase_id = alike.id
        where alike.id = any(members.ids) and alike.id <> phrases.id order by alike.id
    ) as same_names,
    stored.claims,
    stored.sources,
    (
        select count(*)
        from conflicts
        where (conflicts.first_phrase_id = any(members.ids) or conflicts.second_phrase_id = any(members.ids))
            and conflicts.status in ('open', 'acknowledged')
            and conflicts.band = 'confirmed'
    ) as open_conflicts
from phrases
left join metrics on metrics.phrase_id = phrases.id
left join phrase_classes on phrase_classes.phrase_id = phrases.id
cross join lateral (
    select case
        when phrase_classes.class_id is null then array[phrases.id]
        else array(select other.phrase_id from phrase_classes as other where other.class_id = phrase_classes.class_id)
    end as ids
) as members
cross join lateral (
    select count(*) as claims, count(distinct claims.source_id) as sources
    from claims
    where claims.phrase_id = any(members.ids)
) as stored
where phrases.id = any($1::bigint[])
order by phrases.id;

-- name: find_phrase_of_metric :one
select id from phrases where metric_id = $1::uuid;

-- name: find_metric_names :many
select phrases.id, phrases.metric_id, coalesce(metrics.name, phrases.as_given) as name
from phrases
left join metrics on metrics.phrase_id = phrases.id
where phrases.id = any($1::bigint[]);

-- name: lock_metric :one
select version from metrics where phrase_id = $1::bigint for update;

-- name: write_metric :exec
insert into metrics (
    phrase_id, name, definition, measure, cumulative, unit, synonyms, tolerance_relative_percent, tolerance_absolute,
    tolerance_unit, tolerance_base, tolerance_dimension, created_at, updated_at, updated_by
)
values (
    $1::bigint, $2::text, $3::text, $4::text, $5::boolean, $6::text, $7::text[], $8::numeric, $9::numeric, $10::text,
    $11::numeric, $12::text, $13::timestamptz, $13::timestamptz, $14::text
)
on conflict (phrase_id) do update
set name = excluded.name,
    definition = excluded.definition,
    measure = excluded.measure,
    cumulative = excluded.cumulative,
    unit = excluded.unit,
    synonyms = excluded.synonyms,
    tolerance_relative_percent = excluded.tolerance_relative_percent,
    tolerance_absolute = excluded.tolerance_absolute,
    tolerance_unit = excluded.tolerance_unit,
    tolerance_base = excluded.tolerance_base,
    tolerance_dimension = excluded.tolerance_dimension,
    updated_at = excluded.updated_at,
    updated_by = excluded.updated_by,
    version = metrics.version + 1;
