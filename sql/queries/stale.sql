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
