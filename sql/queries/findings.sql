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

-- name: find_taken_back :many
-- Claims of these questions that another of the same source took the place of, the newest first.
select claims.body, newer.body as newer_body
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
order by claims.published_at desc, claims.id desc
limit $2::integer;

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
