-- name: lock_disputes :one
-- One hand at a time derives disputes; whoever does not get it leaves the work to the one that has it.
select pg_try_advisory_xact_lock(7146770221543319907);

-- name: limit_waiting :exec
select set_config('lock_timeout', $1::text, true);

-- name: await_disputes :exec
select pg_advisory_xact_lock(7146770221543319907);

-- name: find_marks :many
select id, claim_id from dispute_marks order by id limit $1::integer;

-- name: find_marks_of_claims :many
-- And of those whose place they have taken: the two go together.
select id, claim_id
from dispute_marks
where claim_id = any(array(
    select unnest($1::uuid[])
    union all
    select successions.older_id from successions where successions.newer_id = any($1::uuid[])
));

-- name: remove_marks :exec
delete from dispute_marks where id = any($1::bigint[]);

-- name: find_marked_claims :many
select
    id, source_id, phrase_id, superseded_by, body, load_id, withdrawn_at is not null as withdrawn,
    superseded_by is null and withdrawn_at is null and not retracts as states_a_figure
from claims
where id = any($1::uuid[]);

-- name: find_places :many
select claim_id, question_id from figures where claim_id = any($1::uuid[]);

-- name: add_questions :many
with given as (
    select *
    from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::boolean[])
        as given (key, phrase, place_key, period_end, has_subject)
), added as (
    insert into questions (key, phrase, place_key, period_end, has_subject)
    select distinct on (key) key, phrase, place_key, period_end, has_subject from given
    where not exists (select from questions where questions.key = given.key)
    returning id, key
)
select id, key from added
union all
select questions.id, questions.key from questions where questions.key = any($1::text[]);

-- name: place_figures :exec
insert into figures (
    claim_id, question_id, source_id, low, high, low_open, high_open, stated_low, stated_high, stated_low_open,
    stated_high_open, as_given, claimant, quote, published_at, url
)
select *
from unnest(
    $1::uuid[], $2::bigint[], $3::integer[], $4::numeric[], $5::numeric[], $6::boolean[], $7::boolean[], $8::numeric[],
    $9::numeric[], $10::boolean[], $11::boolean[], $12::text[], $13::text[], $14::text[], $15::timestamptz[],
    $16::text[]
)
on conflict (claim_id) do update
set question_id = excluded.question_id,
    source_id = excluded.source_id,
    claimant = excluded.claimant,
    quote = excluded.quote,
    url = excluded.url;

-- name: remove_figures :exec
delete from figures where claim_id = any($1::uuid[]);

-- name: find_beside :many
-- Blocking, as of claims: a neighbouring phrase, the same place or none, one of few last days (a day's leeway on long spans, a
-- month beside its days);
-- or a neighbouring topic of the same country or none.
-- Only where a figure of the one side begins where one of the other side ends, or behind it.
with probes as (
    select probe.id, probe.last_days::date[] as last_days
    from unnest($1::bigint[], $2::text[]) as probe (id, last_days)
), found as (
    select asking.id, found.id as other_id
    from probes
    join questions as asking on asking.id = probes.id
    join phrases on phrases.phrase = asking.phrase
    join phrase_edges as edge on edge.phrase_id = phrases.id and edge.judged is distinct from 'different'
    join phrases as near on near.id = edge.neighbour_id
    cross join lateral (
        select beside.id
        from questions as beside
        where beside.phrase = near.phrase
            and beside.place_key = asking.place_key
            and beside.period_end = any(probes.last_days)
        union all
        select beside.id
        from questions as beside
        where asking.place_key <> ''
            and beside.phrase = near.phrase
            and beside.place_key = ''
            and beside.period_end = any(probes.last_days)
            and coalesce(asking.has_subject, true) and coalesce(beside.has_subject, true)
        union all
        select beside.id
        from questions as beside
        where asking.place_key = ''
            and beside.phrase = near.phrase
            and beside.place_key <> ''
            and beside.period_end = any(probes.last_days)
            and coalesce(asking.has_subject, true) and coalesce(beside.has_subject, true)
    ) as found
    union
    select probes.id, figures.question_id as other_id
    from probes
    cross join lateral (
        select claims.topic_id, claims.country
        from figures
        join claims on claims.id = figures.claim_id
        where figures.question_id = probes.id
        order by figures.published_at, figures.claim_id
        limit 1
    ) as earliest
    join topic_edges on topic_edges.topic_id = earliest.topic_id and topic_edges.neighbour_id <> earliest.topic_id
    join claims on claims.topic_id = topic_edges.neighbour_id
        and claims.period_end = any(probes.last_days)
        and (earliest.country = '' or claims.country in ('', earliest.country))
    join figures on figures.claim_id = claims.id
)
select found.id, found.other_id
from found
cross join lateral (
    select max(figures.low) as low, min(figures.high) as high from figures where figures.question_id = found.id
) as ours
cross join lateral (
    select max(figures.low) as low, min(figures.high) as high from figures where figures.question_id = found.other_id
) as theirs
where found.other_id <> found.id
    and (theirs.low >= ours.high or ours.low >= theirs.high)
    and not exists (
        select from question_links
        where question_links.question_id = found.id and question_links.other_id = found.other_id
    );

-- name: link_questions :exec
insert into question_links (question_id, other_id)
select * from unnest($1::bigint[], $2::bigint[])
on conflict do nothing;

-- name: find_linked :many
-- All questions that lead to the given ones.
with recursive reached (id) as (
    select unnest($1::bigint[])
    union
    select question_links.other_id from reached join question_links on question_links.question_id = reached.id
)
select reached.id, question_links.other_id, coalesce(questions.rests_until > clock_timestamp(), false) as rests
from reached
join questions on questions.id = reached.id
left join question_links on question_links.question_id = reached.id;

-- name: put_off :exec
-- What has changed of questions that rest is worked through when they have rested.
update questions set is_touched = true where id = any($1::bigint[]) and not is_touched;

-- name: take_rested :many
-- Questions of which something has changed while they rested, and that have rested.
update questions
set is_touched = false
where id in (
    select id from questions
    where is_touched and coalesce(rests_until <= clock_timestamp(), true)
    order by id
    limit $1::integer
)
returning id;

-- name: let_rest :exec
-- For so many seconds from now on, by the clock of the machine: it is the machine that is spared.
update questions
set rests_until = clock_timestamp() + given.seconds * interval '1 second', is_touched = false
from unnest($1::bigint[], $2::double precision[]) as given (id, seconds)
where questions.id = given.id;

-- name: find_conflicting :many
-- Of these questions, those of which several sources speak, and those that belong to a dispute already.
select questions.id
from questions
where questions.id = any($1::bigint[])
    and (
        questions.dispute_id is not null
        or exists (select from question_guests where question_guests.question_id = questions.id)
        or (
            exists (
                select from figures as one
                join figures as other on other.question_id = one.question_id and other.source_id > one.source_id
                where one.question_id = questions.id
            )
        )
    );

-- name: find_figures :many
select
    figures.claim_id, figures.question_id, figures.source_id, sources.name, figures.low, figures.high, figures.low_open,
    figures.high_open, figures.stated_low, figures.stated_high, figures.stated_low_open, figures.stated_high_open,
    figures.as_given, figures.published_at, figures.claimant, figures.quote,
    figures.url
from figures
join sources on sources.id = figures.source_id
where figures.question_id = any($1::bigint[])
limit $2::integer;

-- name: find_figures_of_claims :many
select
    figures.claim_id, figures.question_id, figures.source_id, sources.name, figures.low, figures.high, figures.low_open,
    figures.high_open, figures.stated_low, figures.stated_high, figures.stated_low_open, figures.stated_high_open,
    figures.as_given, figures.published_at, figures.claimant, figures.quote,
    figures.url
from figures
join sources on sources.id = figures.source_id
where figures.claim_id = any($1::uuid[]);

-- name: find_earliest :many
select asked.id as question_id, earliest.*
from unnest($1::bigint[]) as asked (id)
cross join lateral (
    select claims.id, claims.source_id, claims.phrase_id, claims.topic_id, claims.body
    from figures
    join claims on claims.id = figures.claim_id
    where figures.question_id = asked.id
    order by figures.published_at, figures.claim_id
    limit 1
) as earliest;

-- name: find_judged :many
select phrase_id, neighbour_id, judged
from phrase_edges
where phrase_id = any($1::bigint[]) and neighbour_id = any($1::bigint[]) and judged is not null;

-- name: find_near :many
-- Which of these topics were found to be neighbours.
select topic_id, neighbour_id
from topic_edges
where topic_id = any($1::bigint[]) and neighbour_id = any($1::bigint[]);

-- name: find_tolerances :many
select phrase_id, relative_percent, absolute, dimension from phrase_tolerances where phrase_id = any($1::bigint[]);

-- name: find_earlier_figures :many
-- What these claims took the place of: the latest of each.
select distinct on (successions.newer_id) successions.newer_id as superseded_by, claims.id, claims.body
from successions
join claims on claims.id = successions.older_id
where successions.newer_id = any($1::uuid[])
order by successions.newer_id, claims.published_at desc, claims.id desc;
