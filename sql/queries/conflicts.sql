-- name: open_conflicts :many
-- A row comes back only for a pair that was not stored. What is stored already is held and judged by its life.
insert into conflicts (
    id, first_id, second_id, first_phrase_id, second_phrase_id, place_key, period_end, severity, severity_rank, gap, band,
    score, reason, features, policy_version, opened_at, updated_at, status, stale
)
select *
from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::date[], $8::text[], $9::smallint[],
    $10::text[], $11::text[], $12::double precision[], $13::text[], $14::text[], $15::text[], $16::timestamptz[],
    $17::timestamptz[], $18::text[], $19::text[]
)
on conflict on constraint conflicts_one_per_pair do nothing
returning id;

-- name: hold_conflicts_of_pairs :many
-- Rows are locked in the order of ids, as everywhere.
select id, first_id, second_id, status, closed_by_service, band, note
from conflicts
where (first_id, second_id) in (select * from unnest($1::uuid[], $2::uuid[]))
order by id
for update;

-- name: reopen_conflicts :exec
update conflicts
set severity = given.severity,
    severity_rank = given.severity_rank,
    gap = given.gap,
    band = given.band,
    score = given.score,
    reason = given.reason,
    features = given.features,
    policy_version = given.policy_version,
    updated_at = given.updated_at,
    status = given.status,
    note = given.note,
    stale = given.stale,
    resolution = null,
    closed_by_service = false,
    version = version + 1
from unnest(
    $1::uuid[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::double precision[], $7::text[], $8::text[],
    $9::text[], $10::timestamptz[], $11::text[], $12::text[], $13::text[]
) as given (
    id, severity, severity_rank, gap, band, score, reason, features, policy_version, updated_at, status, note, stale
)
where conflicts.id = given.id;

-- name: find_standing_conflicts :many
-- What is open around the given claims, held in the order of ids, with what a comparison of the two needs: a desk may have
-- judged their metrics since, or set a tolerance.
select
    conflicts.id, conflicts.status, conflicts.band, conflicts.score, edge.judged,
    conflicts.first_id, conflicts.second_id,
    one.superseded_by as first_superseded_by, one.withdrawn_at is not null as first_withdrawn,
    other.superseded_by as second_superseded_by, other.withdrawn_at is not null as second_withdrawn,
    coalesce(one_newer.retracts, false) or coalesce(other_newer.retracts, false) as is_retracted,
    exists (
        select 1
        from topic_edges
        where topic_edges.topic_id = one.topic_id and topic_edges.neighbour_id = other.topic_id
    ) as near,
    one.source_id as first_source_id, one.phrase_id as first_phrase_id, one.body as first_body,
    other.source_id as second_source_id, other.phrase_id as second_phrase_id, other.body as second_body,
    ours.relative_percent as our_relative_percent, ours.absolute as our_absolute, ours.dimension as our_dimension,
    theirs.relative_percent as their_relative_percent, theirs.absolute as their_absolute,
    theirs.dimension as their_dimension
from conflicts
join claims as one on one.id = conflicts.first_id
join claims as other on other.id = conflicts.second_id
left join claims as one_newer on one_newer.id = one.superseded_by
left join claims as other_newer on other_newer.id = other.superseded_by
left join phrase_edges as edge on edge.phrase_id = one.phrase_id and edge.neighbour_id = other.phrase_id
left join phrase_tolerances as ours on ours.phrase_id = one.phrase_id
left join phrase_tolerances as theirs on theirs.phrase_id = other.phrase_id
where (conflicts.first_id = any($1::uuid[]) or conflicts.second_id = any($1::uuid[]))
    and conflicts.status in ('open', 'acknowledged')
    and ($2::uuid is null or conflicts.id > $2::uuid)
order by conflicts.id
limit $3::integer
for update of conflicts;

-- name: close_conflicts :exec
update conflicts
set status = given.status,
    closed_by_service = given.closed_by_service,
    resolution = given.resolution,
    note = given.note,
    updated_at = $6::timestamptz,
    version = version + 1
from unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::text[])
    as given (id, status, closed_by_service, resolution, note)
where conflicts.id = given.id;

-- name: rescore_conflicts :exec
-- A judgement, made or withdrawn, has moved the score of a pair that conflicts as before.
update conflicts
set band = given.band,
    score = given.score,
    features = given.features,
    updated_at = $5::timestamptz,
    version = version + 1
from unnest($1::uuid[], $2::text[], $3::double precision[], $4::text[]) as given (id, band, score, features)
where conflicts.id = given.id;

-- name: get_conflicts :many
select conflicts.*, first_claim.body as first_body, second_claim.body as second_body
from conflicts
join claims as first_claim on first_claim.id = conflicts.first_id
join claims as second_claim on second_claim.id = conflicts.second_id
where conflicts.id = any($1::uuid[]);

-- name: list_conflicts :many
-- Newest first.
select conflicts.*, first_claim.body as first_body, second_claim.body as second_body
from conflicts
join claims as first_claim on first_claim.id = conflicts.first_id
join claims as second_claim on second_claim.id = conflicts.second_id
where ($1::timestamptz is null or (conflicts.opened_at, conflicts.id) < ($1::timestamptz, $2::uuid))
    and (
        $3::text is null
        or conflicts.first_phrase_id = any(metric_phrases($3::text))
        or conflicts.second_phrase_id = any(metric_phrases($3::text))
    )
    and ($4::integer is null or $4::integer in (first_claim.source_id, second_claim.source_id))
    and ($5::text is null or conflicts.place_key = $5::text)
    and ($6::date is null or conflicts.period_end >= $6::date)
    and ($7::date is null or conflicts.period_end <= $7::date)
    and ($8::timestamptz is null or conflicts.updated_at >= $8::timestamptz)
    and ($9::text[] is null or conflicts.status = any($9::text[]))
    and ($10::smallint is null or conflicts.severity_rank >= $10::smallint)
    and conflicts.band = $11::text
    and (
        $13::uuid is null
        or (
            conflicts.first_id in (select claim_id from dispute_claims($13::uuid))
            and conflicts.second_id in (select claim_id from dispute_claims($13::uuid))
        )
    )
    and (
        $14::boolean is null
        or $14::boolean = (
            first_claim.source_id in (select id from sources where ours)
            or second_claim.source_id in (select id from sources where ours)
        )
    )
    and ($15::boolean is null or (conflicts.stale is not null) = $15::boolean)
    and (
        $16::text[] is null
        or case when first_claim.body ~* all($16::text[]) then concat_ws(
                ' ', first_claim.body::json ->> 'source', first_claim.body::json ->> 'claimant', first_claim.body::json ->> 'quote',
                first_claim.body::json #>> '{metric,as_given}', first_claim.body::json #>> '{subject,as_given}',
                first_claim.body::json #>> '{place,as_given}', first_claim.body::json #>> '{place,name}',
                first_claim.body::json #>> '{quantity,as_given}'
            ) ~* all($16::text[]) else false end
        or case when second_claim.body ~* all($16::text[]) then concat_ws(
                ' ', second_claim.body::json ->> 'source', second_claim.body::json ->> 'claimant', second_claim.body::json ->> 'quote',
                second_claim.body::json #>> '{metric,as_given}', second_claim.body::json #>> '{subject,as_given}',
                second_claim.body::json #>> '{place,as_given}', second_claim.body::json #>> '{place,name}',
                second_claim.body::json #>> '{quantity,as_given}'
            ) ~* all($16::text[]) else false end
    )
order by conflicts.opened_at desc, conflicts.id desc
limit $12::integer;

-- name: list_conflicts_by_severity :many
-- Gravest first, then newest.
select conflicts.*, first_claim.body as first_body, second_claim.body as second_body
from conflicts
join claims as first_claim on first_claim.id = conflicts.first_id
join claims as second_claim on second_claim.id = conflicts.second_id
where (
        $1::smallint is null
        or (conflicts.severity_rank, conflicts.opened_at, conflicts.id) < ($1::smallint, $2::timestamptz, $3::uuid)
    )
    and (
        $4::text is null
        or conflicts.first_phrase_id = any(metric_phrases($4::text))
        or conflicts.second_phrase_id = any(metric_phrases($4::text))
    )
    and ($5::integer is null or $5::integer in (first_claim.source_id, second_claim.source_id))
    and ($6::text is null or conflicts.place_key = $6::text)
    and ($7::date is null or conflicts.period_end >= $7::date)
    and ($8::date is null or conflicts.period_end <= $8::date)
    and ($9::timestamptz is null or conflicts.updated_at >= $9::timestamptz)
    and ($10::text[] is null or conflicts.status = any($10::text[]))
    and ($11::smallint is null or conflicts.severity_rank >= $11::smallint)
    and conflicts.band = $12::text
    and (
        $14::uuid is null
        or (
            conflicts.first_id in (select claim_id from dispute_claims($14::uuid))
            and conflicts.second_id in (select claim_id from dispute_claims($14::uuid))
        )
    )
    and (
        $15::boolean is null
        or $15::boolean = (
            first_claim.source_id in (select id from sources where ours)
            or second_claim.source_id in (select id from sources where ours)
        )
    )
    and ($16::boolean is null or (conflicts.stale is not null) = $16::boolean)
    and (
        $17::text[] is null
        or case when first_claim.body ~* all($17::text[]) then concat_ws(
                ' ', first_claim.body::json ->> 'source', first_claim.body::json ->> 'claimant', first_claim.body::json ->> 'quote',
                first_claim.body::json #>> '{metric,as_given}', first_claim.body::json #>> '{subject,as_given}',
                first_claim.body::json #>> '{place,as_given}', first_claim.body::json #>> '{place,name}',
                first_claim.body::json #>> '{quantity,as_given}'
            ) ~* all($17::text[]) else false end
        or case when second_claim.body ~* all($17::text[]) then concat_ws(
                ' ', second_claim.body::json ->> 'source', second_claim.body::json ->> 'claimant', second_claim.body::json ->> 'quote',
                second_claim.body::json #>> '{metric,as_given}', second_claim.body::json #>> '{subject,as_given}',
                second_claim.body::json #>> '{place,as_given}', second_claim.body::json #>> '{place,name}',
                second_claim.body::json #>> '{quantity,as_given}'
            ) ~* all($17::text[]) else false end
    )
order by conflicts.severity_rank desc, conflicts.opened_at desc, conflicts.id desc
limit $13::integer;

-- name: narrow_conflicts :many
-- Of pairs that may be kept nowhere: those that a list would hold, by the same conditions on what is known of them here.
with conflicts as (
    select given.*, one.phrase_id as first_phrase_id, other.phrase_id as second_phrase_id
    from unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::timestamptz[], $7::text[],
        $8::smallint[], $9::text[], $10::text[]
    ) as given (
        id, first_id, second_id, place_key, period_end, updated_at, status, severity_rank, band, stale
    )
    join claims as one on one.id = given.first_id
    join claims as other on other.id = given.second_id
)
select conflicts.id
from conflicts
join claims as first_claim on first_claim.id = conflicts.first_id
join claims as second_claim on second_claim.id = conflicts.second_id
where (
        $11::text is null
        or conflicts.first_phrase_id = any(metric_phrases($11::text))
        or conflicts.second_phrase_id = any(metric_phrases($11::text))
    )
    and ($12::integer is null or $12::integer in (first_claim.source_id, second_claim.source_id))
    and ($13::text is null or conflicts.place_key = $13::text)
    and ($14::date is null or conflicts.period_end >= $14::date)
    and ($15::date is null or conflicts.period_end <= $15::date)
    and ($16::timestamptz is null or conflicts.updated_at >= $16::timestamptz)
    and ($17::text[] is null or conflicts.status = any($17::text[]))
    and ($18::smallint is null or conflicts.severity_rank >= $18::smallint)
    and conflicts.band = $19::text
    and (
        $21::uuid is null
        or (
            conflicts.first_id in (select claim_id from dispute_claims($21::uuid))
            and conflicts.second_id in (select claim_id from dispute_claims($21::uuid))
        )
    )
    and (
        $22::boolean is null
        or $22::boolean = (
            first_claim.source_id in (select id from sources where ours)
            or second_claim.source_id in (select id from sources where ours)
        )
    )
    and ($23::boolean is null or (conflicts.stale is not null) = $23::boolean)
    and (
        $24::text[] is null
        or case when first_claim.body ~* all($24::text[]) then concat_ws(
                ' ', first_claim.body::json ->> 'source', first_claim.body::json ->> 'claimant', first_claim.body::json ->> 'quote',
                first_claim.body::json #>> '{metric,as_given}', first_claim.body::json #>> '{subject,as_given}',
                first_claim.body::json #>> '{place,as_given}', first_claim.body::json #>> '{place,name}',
                first_claim.body::json #>> '{quantity,as_given}'
            ) ~* all($24::text[]) else false end
        or case when second_claim.body ~* all($24::text[]) then concat_ws(
                ' ', second_claim.body::json ->> 'source', second_claim.body::json ->> 'claimant', second_claim.body::json ->> 'quote',
                second_claim.body::json #>> '{metric,as_given}', second_claim.body::json #>> '{subject,as_given}',
                second_claim.body::json #>> '{place,as_given}', second_claim.body::json #>> '{place,name}',
                second_claim.body::json #>> '{quantity,as_given}'
            ) ~* all($24::text[]) else false end
    )
limit $20::integer;

-- name: find_conflicts_of_claims :many
select conflicts.*, first_claim.body as first_body, second_claim.body as second_body
from conflicts
join claims as first_claim on first_claim.id = conflicts.first_id
join claims as second_claim on second_claim.id = conflicts.second_id
where conflicts.first_id = any($1::uuid[]) or conflicts.second_id = any($1::uuid[])
order by conflicts.opened_at, conflicts.id
limit $2::integer;

-- name: find_conflicts_of_pairs :many
select conflicts.*, first_claim.body as first_body, second_claim.body as second_body
from unnest($1::uuid[], $2::uuid[]) as given (first_id, second_id)
join conflicts on conflicts.first_id = given.first_id and conflicts.second_id = given.second_id
join claims as first_claim on first_claim.id = conflicts.first_id
join claims as second_claim on second_claim.id = conflicts.second_id;

-- name: lock_conflict :one
select status, version, closed_by_service from conflicts where id = $1::uuid for update;

-- name: change_conflict :exec
update conflicts
set status = $2::text,
    resolution = $3::text,
    note = $4::text,
    closed_by_service = false,
    updated_at = $5::timestamptz,
    version = version + 1
where id = $1::uuid;

-- name: get_history :many
select at, actor, act, status, resolution, note
from conflict_history
where conflict_id = $1::uuid
order by id;
