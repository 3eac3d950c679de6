-- name: find_disputes_of_questions :many
-- The disputes that stand around these questions, held until the transaction ends.
select disputes.*
from disputes
where disputes.head_id = any($1::bigint[])
    or disputes.id in (select questions.dispute_id from questions where questions.id = any($1::bigint[]))
    or disputes.id in (
        select question_guests.dispute_id from question_guests where question_guests.question_id = any($1::bigint[])
    )
order by disputes.id
for update;

-- name: find_dispute_members :many
select id, dispute_id from questions where id = any($1::bigint[]) and dispute_id is not null;

-- name: insert_dispute :exec
insert into disputes (
    id, head_id, outline, state, severity_rank, period_end, opened_at, updated_at, status, resolution, decided,
    announced_version, is_stale
)
values (
    $1::uuid, $2::bigint, $3::text, $4::text, $5::smallint, $6::date, $7::timestamptz, $7::timestamptz, $8::text, $9::text,
    case when $8::text in ('resolved', 'dismissed') then $4::text end, $10::integer,
    $11::boolean
);

-- name: drop_recommendation :one
update disputes
set recommended = null, updated_at = $2::timestamptz, version = version + 1
where id = $1::uuid
returning version;

-- name: free_heads :exec
update disputes set head_id = null where id = any($1::uuid[]);

-- name: write_dispute :exec
update disputes
set head_id = $2::bigint,
    outline = $3::text,
    state = $4::text,
    severity_rank = $5::smallint,
    period_end = $6::date,
    status = $7::text,
    resolution = $8::text,
    note = $9::text,
    closed_by_service = $10::boolean,
    settles_at = $11::timestamptz,
    updated_at = $12::timestamptz,
    version = $13::integer,
    decided = $14::text,
    recommended = $15::text,
    is_stale = $16::boolean
where id = $1::uuid;

-- name: keep_head :exec
update disputes set head_id = $2::bigint where id = $1::uuid;

-- name: begin_settling :exec
update disputes
set settles_at = coalesce(settles_at, $2::timestamptz)
where id = any($1::uuid[]) and status in ('open', 'acknowledged');

-- name: merge_disputes :many
update disputes
set merged_into = given.into_id,
    head_id = null,
    settles_at = null,
    status = $4::text,
    resolution = $5::text,
    closed_by_service = true,
    updated_at = $3::timestamptz,
    version = version + 1
from unnest($1::uuid[], $2::uuid[]) as given (id, into_id)
where disputes.id = given.id
returning disputes.id, disputes.version;

-- name: move_members :exec
update questions
set dispute_id = given.dispute_id
from unnest($1::bigint[], $2::uuid[]) as given (id, dispute_id)
where questions.id = given.id and questions.dispute_id is distinct from given.dispute_id;

-- name: clear_guests :exec
-- But for those that stay.
delete from question_guests
where question_id = any($1::bigint[])
    and (question_id, dispute_id) not in (select * from unnest($2::bigint[], $3::uuid[]));

-- name: add_guests :exec
insert into question_guests (question_id, dispute_id)
select * from unnest($1::bigint[], $2::uuid[])
on conflict do nothing;

-- name: note_steps :exec
insert into dispute_history (
    dispute_id, version, at, actor, changes, status, resolution, note, assignee, recommended
)
select
    given.id, given.version, $3::timestamptz, $4::text, given.changes, disputes.status, disputes.resolution, disputes.note,
    disputes.assignee, disputes.recommended
from unnest($1::uuid[], $2::integer[], $5::text[]) as given (id, version, changes)
join disputes on disputes.id = given.id;

-- name: get_dispute :one
select * from disputes where id = $1::uuid;

-- name: keep_pages :exec
insert into dispute_pages (dispute_id, pages)
select * from unnest($1::uuid[], $2::text[])
on conflict (dispute_id) do update set pages = excluded.pages;

-- name: get_pages :one
select pages from dispute_pages where dispute_id = $1::uuid;

-- name: get_dispute_questions :many
select id, false as is_guest from questions where dispute_id = $1::uuid
union
select question_id, true from question_guests where dispute_id = $1::uuid;

-- name: get_dispute_history :many
select version, at, actor, changes, status, resolution, note, assignee, recommended
from (select * from dispute_history where dispute_id = $1::uuid order by id desc limit $2::integer) as newest
order by id;

-- name: settle_disputes :many
-- Nobody has excluded anybody for a while.
update disputes
set status = $3::text,
    resolution = $4::text,
    closed_by_service = true,
    settles_at = null,
    updated_at = $1::timestamptz,
    version = version + 1
where id in (
    select id from disputes where settles_at <= $1::timestamptz order by id limit $2::integer for update skip locked
)
returning id, version;

-- name: look_at_pairs :one
-- What has become of the pairs of these questions' claims: is one open, has a person decided on one, is one of today?
select
    exists (
        select from figures join conflicts on conflicts.first_id = figures.claim_id
        where figures.question_id = any($1::bigint[]) and conflicts.band = 'confirmed'
            and conflicts.status in ('open', 'acknowledged')
    ) as is_open,
    exists (
        select from figures join conflicts on conflicts.first_id = figures.claim_id
        where figures.question_id = any($1::bigint[]) and conflicts.band = 'confirmed'
            and conflicts.status in ('open', 'acknowledged') and conflicts.stale is null
    ) as is_fresh,
    (
        select conflicts.resolution
        from figures join conflicts on conflicts.first_id = figures.claim_id
        where figures.question_id = any($1::bigint[]) and conflicts.band = 'confirmed'
            and conflicts.status = 'resolved' and not conflicts.closed_by_service
        order by conflicts.updated_at desc limit 1
    ) as resolution,
    exists (
        select from figures join conflicts on conflicts.first_id = figures.claim_id
        where figures.question_id = any($1::bigint[]) and conflicts.band = 'confirmed'
            and conflicts.status = 'dismissed'
    ) as is_dismissed,
    exists (
        select from figures join conflicts on conflicts.first_id = figures.claim_id
        where figures.question_id = any($1::bigint[]) and conflicts.band = 'confirmed'
            and conflicts.opened_at > $2::timestamptz
    ) as is_new;

-- name: hold_dispute :one
select * from disputes where id = $1::uuid for update;

-- name: find_untold :many
-- What has changed since it was last told of: at once when it is new, else after a pause. What is a matter of time from its
-- beginning is not told of before it is more.
select *
from disputes
where announced_version < version
    and passed_version < version
    and (announced_at is null or announced_at <= $1::timestamptz)
    and (announced_version > 0 or not is_stale)
order by id
limit $2::integer
for update skip locked;

-- name: find_changes :many
select changes from dispute_history where dispute_id = $1::uuid and version > $2::integer order by id;

-- name: find_reach :one
-- What endpoints filter by, of at most so many sources, the desk's own first. Of each question so many sources are looked at
-- in the order of an index, and not all of thousands.
select
    array(select distinct questions.phrase from questions where questions.dispute_id = $1::uuid) as phrases,
    array(
        select distinct questions.place_key from questions where questions.dispute_id = $1::uuid and place_key <> ''
    ) as places,
    array(
        select sources.name
        from sources
        where sources.id in (
            select first.source_id
            from questions
            cross join lateral (
                select distinct figures.source_id
                from figures
                where figures.question_id = questions.id
                order by figures.source_id
                limit $2::integer
            ) as first
            where questions.dispute_id = $1::uuid
            union all
            select own.id
            from sources as own
            where own.ours
                and exists (
                    select
                    from questions join figures on figures.question_id = questions.id
                    where questions.dispute_id = $1::uuid and figures.source_id = own.id
                )
        )
        order by sources.ours desc, sources.id
        limit $2::integer
    ) as sources;

-- name: mark_told :exec
update disputes set announced_version = version, announced_at = $2::timestamptz where id = any($1::uuid[]);

-- name: pass_over :exec
-- Nothing to be told by itself; it goes with the next event.
update disputes set passed_version = version where id = any($1::uuid[]);
