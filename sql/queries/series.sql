-- name: list_differences :many
-- One row per pair of series that disagree: the claims of two sources that say the same of what, where and in which unit.
-- The side of the source that was seen first stands first, whichever claim was earlier. Pages follow the index; what the
-- two sides say besides is part of the order.
with sides as (
    select
        least(conflicts.first_phrase_id, conflicts.second_phrase_id) as low_phrase_id,
        greatest(conflicts.first_phrase_id, conflicts.second_phrase_id) as high_phrase_id,
        conflicts.place_key, conflicts.id, conflicts.period_end, conflicts.gap, conflicts.severity_rank,
        case when one.source_id <= other.source_id
            then array[one.source_id, other.source_id, one.phrase_id]
            else array[other.source_id, one.source_id, other.phrase_id]
        end as who,
        case when one.source_id <= other.source_id
            then array[one.place_key, other.place_key, one.subject_key, other.subject_key, one.dimension]
            else array[other.place_key, one.place_key, other.subject_key, one.subject_key, one.dimension]
        end as said
    from conflicts
    join claims as one on one.id = conflicts.first_id
    join claims as other on other.id = conflicts.second_id
    where (
            least(conflicts.first_phrase_id, conflicts.second_phrase_id),
            greatest(conflicts.first_phrase_id, conflicts.second_phrase_id),
            conflicts.place_key
        ) >= ($1::bigint, $2::bigint, $3::text)
        and (
            $6::text is null
            or conflicts.first_phrase_id = any(metric_phrases($6::text))
            or conflicts.second_phrase_id = any(metric_phrases($6::text))
        )
        and ($7::integer is null or $7::integer in (one.source_id, other.source_id))
        and ($8::text is null or conflicts.place_key = $8::text)
        and ($9::date is null or conflicts.period_end >= $9::date)
        and ($10::date is null or conflicts.period_end <= $10::date)
        and ($11::uuid is null or one.load_id = $11::uuid or other.load_id = $11::uuid)
        and ($15::uuid is null or one.load_id = $15::uuid or other.load_id = $15::uuid)
        and conflicts.status = any($12::text[])
        and conflicts.band = $13::text
)
select
    low_phrase_id, high_phrase_id, place_key, who, said,
    (array_agg(id order by period_end, id))[1] as first_id,
    (array_agg(id order by severity_rank desc, period_end, id))[1] as gravest_id,
    count(distinct period_end) as differing,
    min(period_end) as first_end,
    max(period_end) as last_end,
    percentile_disc(0.5) within group (order by (gap::jsonb ->> 'percent')::numeric) as median_percent
from sides
where (low_phrase_id, high_phrase_id, place_key, who, said) > ($1::bigint, $2::bigint, $3::text, $4::bigint[], $5::text[])
group by low_phrase_id, high_phrase_id, place_key, who, said
order by low_phrase_id, high_phrase_id, place_key, who, said
limit $14::integer;

-- name: find_difference :one
-- The pair of series that a conflict lies in.
select
    least(conflicts.first_phrase_id, conflicts.second_phrase_id) as low_phrase_id,
    greatest(conflicts.first_phrase_id, conflicts.second_phrase_id) as high_phrase_id,
    conflicts.place_key,
    case when one.source_id <= other.source_id
        then array[one.source_id, other.source_id, one.phrase_id]
        else array[other.source_id, one.source_id, other.phrase_id]
    end as who,
    case when one.source_id <= other.source_id
        then array[one.place_key, other.place_key, one.subject_key, other.subject_key, one.dimension]
        else array[other.place_key, one.place_key, other.subject_key, one.subject_key, one.dimension]
    end as said
from conflicts
join claims as one on one.id = conflicts.first_id
join claims as other on other.id = conflicts.second_id
where conflicts.id = $1::uuid;

-- name: list_difference_days :many
-- The conflicts between two series, in the order of their periods.
select conflicts.id, conflicts.period_end
from conflicts
join claims as one on one.id = conflicts.first_id
join claims as other on other.id = conflicts.second_id
where least(conflicts.first_phrase_id, conflicts.second_phrase_id) = $1::bigint
    and greatest(conflicts.first_phrase_id, conflicts.second_phrase_id) = $2::bigint
    and conflicts.place_key = $3::text
    and case when one.source_id <= other.source_id
        then array[one.source_id, other.source_id, one.phrase_id]
        else array[other.source_id, one.source_id, other.phrase_id]
    end = $4::bigint[]
    and case when one.source_id <= other.source_id
        then array[one.place_key, other.place_key, one.subject_key, other.subject_key, one.dimension]
        else array[other.place_key, one.place_key, other.subject_key, one.subject_key, one.dimension]
    end = $5::text[]
    and conflicts.status = any($6::text[])
    and conflicts.band = $7::text
    and ($8::date is null or (conflicts.period_end, conflicts.id) > ($8::date, $9::uuid))
order by conflicts.period_end, conflicts.id
limit $10::integer;

-- name: count_common :many
-- Of how many last days both series speak, agreeing or not.
select given.ordinal, common.days
from unnest(
    $1::integer[], $2::integer[], $3::integer[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[]
) as given (
    ordinal, source_id, other_source_id, phrase_id, other_phrase_id, place_key, other_place_key, subject_key,
    other_subject_key, dimension
)
cross join lateral (
    select count(distinct one.period_end) as days
    from stated_claims as one
    join stated_claims as other
        on other.period_end = one.period_end
        and other.phrase_id = given.other_phrase_id
        and other.place_key = given.other_place_key
        and other.source_id = given.other_source_id
        and other.subject_key = given.other_subject_key
        and other.dimension = given.dimension
    where one.phrase_id = given.phrase_id
        and one.place_key = given.place_key
        and one.source_id = given.source_id
        and one.subject_key = given.subject_key
        and one.dimension = given.dimension
) as common;

-- name: count_beside :one
-- How many claims of one upload have one of another beside them: of the same metric, place, subject, unit and last day.
select count(*) as claims
from claims as one
where one.load_id = $1::uuid
    and exists (
        select
        from phrase_edges as edge
        join claims as other
            on other.phrase_id = edge.neighbour_id
            and other.place_key = one.place_key
            and other.period_end = one.period_end
        where edge.phrase_id = one.phrase_id
            and edge.judged is distinct from 'different'
            and other.dimension = one.dimension
            and other.load_id = $2::uuid
    );

-- name: find_first_claims :many
-- Of each conflict, the claim of the source that was seen first.
select conflicts.id, case when one.source_id <= other.source_id then one.id else other.id end as claim_id
from conflicts
join claims as one on one.id = conflicts.first_id
join claims as other on other.id = conflicts.second_id
where conflicts.id = any($1::uuid[]);

-- name: list_points :many
-- The claims in force of a metric, series by series, each in the order of its periods. One metric after the other, so that
-- the index gives the order of places and no more is sorted than a place holds.
select found.*
from unnest(metric_phrases($1::text)) as wanted (phrase_id)
cross join lateral (
    select
        claims.id, claims.source_id, claims.phrase_id, claims.superseded_by, claims.body, claims.load_id,
        false as withdrawn, claims.place_key, claims.subject_key, claims.dimension, claims.period_end
    from stated_claims as claims
    where claims.phrase_id = wanted.phrase_id
        and (
            claims.phrase_id, claims.place_key, claims.source_id, claims.subject_key, claims.dimension,
            claims.period_end, claims.id
        ) > ($2::bigint, $3::text, $4::integer, $5::text, $6::text, $7::date, $8::uuid)
        and ($9::text is null or claims.place_key = $9::text)
        and ($10::integer is null or claims.source_id = $10::integer)
        and ($11::text is null or claims.subject_key = $11::text)
        and ($12::date is null or claims.period_end >= $12::date)
        and ($13::date is null or claims.period_end <= $13::date)
    order by
        claims.place_key, claims.source_id, claims.subject_key, claims.dimension, claims.period_end, claims.id
    limit $14::integer
) as found
order by
    found.phrase_id, found.place_key, found.source_id, found.subject_key, found.dimension, found.period_end, found.id
limit $14::integer;

-- name: find_point :one
-- A claim's place in that order.
select phrase_id, place_key, source_id, subject_key, dimension, period_end, id from claims where id = $1::uuid;

-- name: find_points_before :many
-- The last points before a place, the last first.
select id, source_id, phrase_id, superseded_by, body, load_id, false as withdrawn
from stated_claims as claims
where phrase_id = $1::bigint
    and place_key = $2::text
    and source_id = $3::integer
    and subject_key = $4::text
    and dimension = $5::text
    and (period_end, id) < ($6::date, $7::uuid)
order by period_end desc, id desc
limit $8::integer;

-- name: find_corrections :many
-- What claims took the place of: what their source said of the same before, the latest first.
select present.id as present_id, earlier.body
from claims as present
cross join lateral (
    select claims.body, claims.published_at, claims.id
    from claims
    where claims.phrase_id = present.phrase_id
        and claims.place_key = present.place_key
        and claims.period_end = present.period_end
        and claims.source_id = present.source_id
        and claims.subject_key = present.subject_key
        and claims.dimension = present.dimension
        and claims.superseded_by is not null
        and claims.withdrawn_at is null
    order by claims.published_at desc, claims.id desc
    limit $2::integer
) as earlier
where present.id = any($1::uuid[])
order by present.id, earlier.published_at desc, earlier.id desc;

-- name: find_shapes :many
-- How the steps of whole series go, by what their figures mean at least.
select given.ordinal, shape.steps, shape.rises, shape.falls
from unnest($1::integer[], $2::bigint[], $3::text[], $4::integer[], $5::text[], $6::text[]) as given (
    ordinal, phrase_id, place_key, source_id, subject_key, dimension
)
cross join lateral (
    select
        count(*) filter (where figures.before is not null) as steps,
        count(*) filter (where figures.low_inside > figures.before) as rises,
        count(*) filter (where figures.low_inside < figures.before) as falls
    from (
        select claims.low_inside, lag(claims.low_inside) over (order by claims.period_end, claims.id) as before
        from stated_claims as claims
        where claims.phrase_id = given.phrase_id
            and claims.place_key = given.place_key
            and claims.source_id = given.source_id
            and claims.subject_key = given.subject_key
            and claims.dimension = given.dimension
    ) as figures
) as shape;

-- name: find_beside :many
-- What sources say of other metrics in the same places and days: of the new ones, of a part.
select claims.id, claims.source_id, claims.phrase_id, claims.superseded_by, claims.body, claims.load_id, false as withdrawn
from stated_claims as claims
where claims.phrase_id = any(array(select phrases.id from phrases where phrases.phrase = any($1::text[])))
    and claims.place_key = any($2::text[])
    and claims.source_id = any($3::integer[])
    and claims.period_end between $4::date and $5::date
limit $6::integer;

-- name: find_cumulative :many
-- What the registry says of metrics: whether they are running totals.
select phrase_id, cumulative from metrics where phrase_id = any($1::bigint[]) and cumulative is not null;
