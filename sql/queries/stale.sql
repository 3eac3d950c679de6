-- name: find_repeated :many
-- Of each figure: what a series gives alike, to the last digit, for the days before, the latest first.
select given.ordinal, found.id, found.body
from unnest(
    $1::integer[], $2::bigint[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::date[], $8::double precision[],
    $9::double precision[]
) as given (ordinal, phrase_id, place_key, source_id, subject_key, dimension, day, low_inside, high_inside)
cross join lateral (
    select claims.id, claims.body
    from stated_claims as claims
    where claims.phrase_id = given.phrase_id
        and claims.place_key = given.place_key
        and claims.source_id = given.source_id
        and claims.subject_key = given.subject_key
        and claims.dimension = given.dimension
        and claims.period_end between given.day - $10::integer and given.day - 1
        and claims.low_inside = given.low_inside
        and claims.high_inside = given.high_inside
    order by claims.period_end desc
    limit 8
) as found;

-- name: note_stale :exec
-- Five of seven days make a lag that is known.
with given as (
    select *
    from unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::date[], $6::uuid[])
        as given (claim_id, source_id, behind_id, days, period_end, earlier_id)
), noted as (
    insert into stale_figures (claim_id, source_id, behind_id, days, period_end, earlier_id)
    select * from given
    on conflict do nothing
), told as (
    select source_id, behind_id, days, period_end from given
    union
    select stale_figures.source_id, stale_figures.behind_id, stale_figures.days, stale_figures.period_end
    from given
    join stale_figures
        on stale_figures.source_id = given.source_id
        and stale_figures.behind_id = given.behind_id
        and stale_figures.days = given.days
        and stale_figures.period_end between given.period_end - 6 and given.period_end + 6
)
insert into source_lags (source_id, behind_id, days, since)
select distinct one.source_id, one.behind_id, one.days, $7::timestamptz
from told as one
where (
    select count(distinct other.period_end)
    from told as other
    where (other.source_id, other.behind_id, other.days) = (one.source_id, one.behind_id, one.days)
        and other.period_end between one.period_end - 6 and one.period_end
) >= 5
on conflict do nothing;

-- name: find_lags :many
select source_lags.source_id, sources.name as behind, source_lags.days, source_lags.since
from source_lags
join sources on sources.id = source_lags.behind_id
where source_lags.source_id = any($1::integer[])
order by source_lags.source_id, source_lags.since, source_lags.behind_id, source_lags.days;

-- name: hold_turning :many
-- What waits for a decision and has a side in the series of one of these claims, of the days behind it (one more: periods of
-- two sides may differ by a day), if either side prints the same.
-- Of a claim that has fallen nothing waits for long. "offset 0" keeps the order in which is looked: from these claims on, and
-- never through all.
select
    conflicts.id, conflicts.stale,
    one.id as first_id, one.source_id as first_source_id, one.phrase_id as first_phrase_id, one.body as first_body,
    other.id as second_id, other.source_id as second_source_id, other.phrase_id as second_phrase_id,
    other.body as second_body
from conflicts
join claims as one on one.id = conflicts.first_id
join claims as other on other.id = conflicts.second_id
where conflicts.status in ('open', 'acknowledged')
    and ($3::uuid is null or conflicts.id > $3::uuid)
    and conflicts.id in (
        select apart.id
        from claims as given
        cross join lateral (
            select claims.id, claims.low_inside, claims.high_inside
            from claims
            where claims.phrase_id = given.phrase_id
                and claims.place_key = given.place_key
                and claims.period_end between given.period_end and given.period_end + $2::integer + 1
                and claims.source_id = given.source_id
                and claims.subject_key = given.subject_key
                and claims.dimension = given.dimension
                and claims.superseded_by is null
                and claims.withdrawn_at is null
                and claims.id <> given.id
            offset 0
        ) as beside
        cross join lateral (
            select waiting.id, waiting.second_id as across_id
            from conflicts as waiting
            where waiting.first_id = beside.id and waiting.status in ('open', 'acknowledged')
            union all
            select waiting.id, waiting.first_id
            from conflicts as waiting
            where waiting.second_id = beside.id and waiting.status in ('open', 'acknowledged')
            offset 0
        ) as apart
        cross join lateral (
            select claims.low_inside, claims.high_inside from claims where claims.id = apart.across_id offset 0
        ) as across
        where given.id = any($1::uuid[])
            and (given.low_inside, given.high_inside)
            in ((beside.low_inside, beside.high_inside), (across.low_inside, across.high_inside))
    )
order by conflicts.id
limit $4::integer
for update of conflicts;

-- name: write_staleness :exec
with given as (
    select * from unnest($1::uuid[], $2::text[]) as given (id, stale)
), written as (
    update conflicts
    set stale = given.stale, updated_at = $3::timestamptz, version = version + 1
    from given
    where conflicts.id = given.id
    returning conflicts.first_id, conflicts.second_id, conflicts.stale
), forgotten as (
    delete from stale_figures
    using written
    where written.stale is null and stale_figures.claim_id in (written.first_id, written.second_id)
)
insert into dispute_marks (claim_id) select first_id from written;
