-- name: find_falls :many
-- Of these claims: where one is lower for certain than the one before it in its series, or higher than the one behind it.
with given as (
    select claims.*
    from stated_claims as claims
    where claims.id = any($1::uuid[])
)
select
    given.phrase_id, given.place_key, given.source_id, given.subject_key, given.dimension,
    earlier.body as before_body, given.body as body
from given
cross join lateral (
    select claims.body, claims.low_inside
    from stated_claims as claims
    where claims.phrase_id = given.phrase_id
        and claims.place_key = given.place_key
        and claims.source_id = given.source_id
        and claims.subject_key = given.subject_key
        and claims.dimension = given.dimension
        and (claims.period_end, claims.id) < (given.period_end, given.id)
    order by claims.period_end desc, claims.id desc
    limit 1
) as earlier
where earlier.low_inside > given.high_inside
union all
select
    given.phrase_id, given.place_key, given.source_id, given.subject_key, given.dimension,
    given.body, later.body
from given
cross join lateral (
    select claims.body, claims.high_inside
    from stated_claims as claims
    where claims.phrase_id = given.phrase_id
        and claims.place_key = given.place_key
        and claims.source_id = given.source_id
        and claims.subject_key = given.subject_key
        and claims.dimension = given.dimension
        and (claims.period_end, claims.id) > (given.period_end, given.id)
    order by claims.period_end, claims.id
    limit 1
) as later
where given.low_inside > later.high_inside;

-- name: find_steps_around :many
-- How the steps of a series go around a day, by what their figures mean at least.
select
    count(*) filter (where figures.before is not null) as steps,
    count(*) filter (where figures.low_inside < figures.before) as falls
from unnest($1::bigint[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::date[]) with ordinality as given (
    phrase_id, place_key, source_id, subject_key, dimension, day, ordinal
)
left join lateral (
    select around.low_inside, lag(around.low_inside) over (order by around.period_end, around.id) as before
    from (
        (
            select claims.low_inside, claims.period_end, claims.id
            from stated_claims as claims
            where claims.phrase_id = given.phrase_id
                and claims.place_key = given.place_key
                and claims.source_id = given.source_id
                and claims.subject_key = given.subject_key
                and claims.dimension = given.dimension
                and claims.period_end <= given.day
            order by claims.period_end desc
            limit 12
        )
        union all
        (
            select claims.low_inside, claims.period_end, claims.id
            from stated_claims as claims
            where claims.phrase_id = given.phrase_id
                and claims.place_key = given.place_key
                and claims.source_id = given.source_id
                and claims.subject_key = given.subject_key
                and claims.dimension = given.dimension
                and claims.period_end > given.day
            order by claims.period_end
            limit 12
        )
    ) as around
) as figures on true
group by given.ordinal
order by given.ordinal;

-- name: find_taken_back :many
-- Claims of these questions that another of the same source took the place of, the newest first; but for those of a source
-- that has said the same in each of them. What they say is fetched of those alone that are given.
select claims.body, newer.body as newer_body
from (
    select taken.id, taken.newer_id, taken.published_at
    from (
        select
            claims.id, claims.published_at, newer.id as newer_id,
            bool_or(
                newer.retracts
                or (claims.low_inside, claims.high_inside) is distinct from (newer.low_inside, newer.high_inside)
            ) over (
                partition by claims.phrase_id, claims.place_key, claims.period_end, claims.source_id
            ) as has_corrected
        from (
            select distinct phrases.id as phrase_id, questions.place_key, questions.period_end
            from questions
            join phrases on phrases.phrase = questions.phrase
            where questions.id = any($1::bigint[])
        ) as asked
        join claims
            on claims.phrase_id = asked.phrase_id
            and claims.place_key = asked.place_key
            and claims.period_end = asked.period_end
        join claims as newer on newer.id = claims.superseded_by
        where claims.superseded_by is not null and claims.withdrawn_at is null and newer.withdrawn_at is null
    ) as taken
    where taken.has_corrected
    order by taken.published_at desc, taken.id desc
    limit $2::integer
) as newest
join claims on claims.id = newest.id
join claims as newer on newer.id = newest.newer_id
order by newest.published_at desc, newest.id desc;

-- name: find_claims_beside :many
-- Claims in force of these questions and of those that may belong to them, the newest first.
select claims.body
from (
    select unnest($1::bigint[]) as id
    union
    select question_links.other_id from question_links where question_links.question_id = any($1::bigint[])
) as asked
join figures on figures.question_id = asked.id
join claims on claims.id = figures.claim_id
order by claims.published_at desc, claims.id desc
limit $2::integer;

-- name: note_findings :many
insert into told_findings (claim_id, beside_id)
select * from unnest($1::uuid[], $2::uuid[])
on conflict do nothing
returning claim_id, beside_id;
