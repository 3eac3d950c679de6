-- name: keep_retention :exec
-- What the settings say, for the trigger that guards the audit log.
with given as (
    select * from unnest($1::text[], $2::integer[]) as given (what, days)
), gone as (
    delete from retention where what <> all($1::text[])
)
insert into retention (what, days) select what, days from given
on conflict (what) do update set days = excluded.days;

-- name: remove_events :one
-- The oldest of the feed, with their deliveries; the feed tells its readers how far it was cut.
with first as (
    select id, sequence, occurred_at from events where sequence is not null order by sequence limit $2::integer
), old as (
    select id, sequence from first where occurred_at < $1::timestamptz
), sent as (
    delete from deliveries using old where deliveries.event_id = old.id
), removed as (
    delete from events using old where events.id = old.id returning events.sequence
), told as (
    update feed_state
    set removed_to = greatest(removed_to, (select max(sequence) from removed))
    where exists (select from removed)
)
select count(*) as removed from removed;

-- name: remove_history :one
with first as (
    select id, at from conflict_history order by id limit $2::integer
), removed as (
    delete from conflict_history using first
    where conflict_history.id = first.id and first.at < $1::timestamptz
    returning conflict_history.id
)
select count(*) as removed from removed;

-- name: remove_audit :one
with first as (
    select position, at from audit order by position limit $2::integer
), removed as (
    delete from audit using first
    where audit.position = first.position and first.at < $1::timestamptz
    returning audit.position
)
select count(*) as removed from removed;

-- name: remove_past :one
-- Beyond the horizon nothing is answered, whether it is removed already or not.
with horizon as (
    update past_state set kept_from = greatest(kept_from, $1::timestamptz)
), gone_claims as (
    delete from claims_before
    where ctid = any(array(select ctid from claims_before where known_to < $1::timestamptz limit $2::integer))
    returning 1
), gone_disputes as (
    delete from disputes_before
    where ctid = any(array(select ctid from disputes_before where known_to < $1::timestamptz limit $2::integer))
    returning 1
), gone_questions as (
    delete from questions_before
    where ctid = any(array(select ctid from questions_before where known_to < $1::timestamptz limit $2::integer))
    returning 1
), gone_guests as (
    delete from question_guests_before
    where ctid = any(array(select ctid from question_guests_before where known_to < $1::timestamptz limit $2::integer))
    returning 1
), gone_figures as (
    delete from figures_before
    where ctid = any(array(select ctid from figures_before where known_to < $1::timestamptz limit $2::integer))
    returning 1
)
select
    (select count(*) from gone_claims) + (select count(*) from gone_disputes) + (select count(*) from gone_questions)
    + (select count(*) from gone_guests) + (select count(*) from gone_figures) as removed;
