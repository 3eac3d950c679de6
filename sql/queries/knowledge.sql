-- name: find_kin :many
-- Beside some questions: the same metrics some days before and after and a year apart, then other metrics of the same
-- place on the same day and on the day before. Each kind is bounded.
with beside as (
    (
        select id, 0 as rank, abs(period_end - $3::date) as days
        from questions
        where phrase = any($1::text[]) and place_key = any($2::text[])
            and period_end between $3::date - 8 and $3::date + 8 and period_end <> $3::date
        order by period_end desc
        limit 100
    )
    union all
    (
        select id, 1, 365
        from questions
        where phrase = any($1::text[]) and place_key = any($2::text[])
            and period_end in (($3::date - interval '1 year')::date, ($3::date + interval '1 year')::date)
        limit 20
    )
    union all
    (
        select id, 2, 0
        from questions
        where place_key = any($2::text[]) and period_end = $3::date and phrase <> all($1::text[])
        limit 100
    )
    union all
    (
        select id, 3, 1
        from questions
        where place_key = any($2::text[]) and period_end = $3::date - 1 and phrase <> all($1::text[])
        limit 100
    )
)
select claims.id, claims.body
from beside
join figures on figures.question_id = beside.id
join claims on claims.id = figures.claim_id
order by beside.rank, beside.days, claims.id
limit $4::integer;

-- name: find_corrections :many
-- Claims of a metric, place and day that another of the same source took the place of, the newest first.
select claims.id, claims.body, newer.id as newer_id, newer.body as newer_body
from claims
join claims as newer on newer.id = claims.superseded_by
where claims.phrase_id in (select id from phrases where phrase = any($1::text[]))
    and claims.place_key = any($2::text[])
    and claims.period_end = $3::date
    and claims.withdrawn_at is null
    and newer.withdrawn_at is null
order by claims.published_at desc, claims.id desc
limit $4::integer;

-- name: find_disputes_of_claims :many
select distinct questions.dispute_id
from figures join questions on questions.id = figures.question_id
where figures.claim_id = any($1::uuid[]) and questions.dispute_id is not null;

-- name: find_beside :many
-- Claims of the same place about anything: of the same last day first, then of a year before and after.
with beside as (
    (
        select id, 0 as rank from questions
        where place_key = any($1::text[]) and period_end = $2::date
        limit 300
    )
    union all
    (
        select id, 1 from questions
        where place_key = any($1::text[])
            and period_end in (($2::date - interval '1 year')::date, ($2::date + interval '1 year')::date)
        limit 200
    )
)
select claims.id, claims.body
from beside
join figures on figures.question_id = beside.id
join claims on claims.id = figures.claim_id
order by beside.rank, claims.id
limit $3::integer;
