-- name: decide_dispute :exec
-- What a person has done, and what is known as it is done.
update disputes
set status = $2::text,
    resolution = $3::text,
    note = $4::text,
    assignee = $5::text,
    recommended = $6::text,
    closed_by_service = $8::boolean,
    settles_at = $9::timestamptz,
    decided = $10::text,
    updated_at = $7::timestamptz,
    version = version + 1
where id = $1::uuid;

-- name: find_pairs_to_close :many
-- So many of a dispute's pairs that wait for a decision, held until the transaction ends.
select conflicts.id, conflicts.status, conflicts.closed_by_service
from questions
join figures on figures.question_id = questions.id
join conflicts on conflicts.first_id = figures.claim_id
join figures as other on other.claim_id = conflicts.second_id
join questions as others on others.id = other.question_id and others.dispute_id = questions.dispute_id
where questions.dispute_id = $1::uuid and conflicts.status in ('open', 'acknowledged')
order by conflicts.id
limit $2::integer
for update of conflicts;

-- name: write_pairs :exec
update conflicts
set status = given.status,
    resolution = $3::text,
    note = $4::text,
    closed_by_service = false,
    updated_at = $5::timestamptz,
    version = version + 1
from unnest($1::uuid[], $2::text[]) as given (id, status)
where conflicts.id = given.id;

-- name: note_pairs :exec
insert into conflict_history (conflict_id, at, actor, act, status, resolution, note)
select id, $2::timestamptz, $3::text, $4::text, status, resolution, note from conflicts where id = any($1::uuid[]);

-- name: find_pairs_opened_since :many
-- Pairs of a dispute that a person has decided on, opened since: nobody has touched them.
select conflicts.id, conflicts.status, conflicts.closed_by_service
from questions
join figures on figures.question_id = questions.id
join conflicts on conflicts.first_id = figures.claim_id
join figures as other on other.claim_id = conflicts.second_id
join questions as others on others.id = other.question_id and others.dispute_id = questions.dispute_id
where questions.dispute_id = $1::uuid and conflicts.status = 'open' and conflicts.version = 1
order by conflicts.id
limit $2::integer
for update of conflicts;

-- name: find_pairs_to_reopen :many
-- So many of a dispute's pairs that persons have brought to a status, at a moment or later, held.
select conflicts.id, conflicts.status, conflicts.closed_by_service
from questions
join figures on figures.question_id = questions.id
join conflicts on conflicts.first_id = figures.claim_id
join figures as other on other.claim_id = conflicts.second_id
join questions as others on others.id = other.question_id and others.dispute_id = questions.dispute_id
where questions.dispute_id = $1::uuid and conflicts.status = $2::text and not conflicts.closed_by_service
    and ($4::timestamptz is null or conflicts.updated_at >= $4::timestamptz)
order by conflicts.id
limit $3::integer
for update of conflicts;

-- name: list_statuses :many
-- The way of a dispute, step by step.
select at, actor, status from dispute_history where dispute_id = $1::uuid order by id;

-- name: find_act_to_undo :many
-- The newest step that a person took, and the one before it: what stood then is what it goes back to.
select version, at, actor, changes, status, resolution, note, assignee, recommended
from dispute_history
where dispute_id = $1::uuid
    and id <= (
        select max(id) from dispute_history where dispute_id = $1::uuid and actor <> $2::text
    )
order by id desc
limit 2;

-- name: find_later_acts :one
-- Whether the service has moved the dispute's status since a version.
select exists (
    select from dispute_history
    where dispute_id = $1::uuid
        and version > $2::integer
        and status is distinct from $3::text
) as moved;

-- name: is_in_dispute :one
select exists (select from dispute_claims($2::uuid) as standing where standing.claim_id = $1::uuid) as found;
