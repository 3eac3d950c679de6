-- name: begin_registry_change :one
-- Taken first in a transaction: whoever changes the registry waits here, and then sees what was changed before.
update registry_state set epoch = epoch + 1 returning epoch;

-- name: find_judgements_around :many
-- All judgements among the metrics that are the same as the given ones, and those that differ from any of them.
with recursive reach (phrase_id, crossed) as (
    select unnest($1::bigint[]), false
    union
    select
        case when judgements.first_phrase_id = reach.phrase_id then second_phrase_id else first_phrase_id end,
        reach.crossed or judgements.verdict = 'different'
    from reach
    join judgements on judgements.first_phrase_id = reach.phrase_id or judgements.second_phrase_id = reach.phrase_id
    where judgements.withdrawn_at is null and not (reach.crossed and judgements.verdict = 'different')
)
select judgements.*
from judgements
where judgements.withdrawn_at is null
    and judgements.first_phrase_id in (select phrase_id from reach)
    and judgements.second_phrase_id in (select phrase_id from reach)
order by judgements.made_at, judgements.id;

-- name: add_judgements :exec
insert into judgements (id, first_phrase_id, second_phrase_id, verdict, author, note, synonym_of, made_at)
select
    given.id, least(given.one, given.other), greatest(given.one, given.other), given.verdict, given.author, given.note,
    given.synonym_of, given.made_at
from unnest(
    $1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[]
) as given (id, one, other, verdict, author, note, synonym_of, made_at);

-- name: withdraw_judgements :exec
update judgements
set withdrawn_at = $2::timestamptz, withdrawn_by = $3::text
where id = any($1::uuid[]) and withdrawn_at is null;

-- name: find_judgements_of :many
select * from judgements
where author = $1::text and withdrawn_at is null and synonym_of is null
order by id
limit $2::integer;

-- name: get_judgements :many
select
    judgements.*,
    one.metric_id as first_metric_id, one.as_given as first_as_given, one.phrase as first_phrase,
    coalesce(one_said.name, one.as_given) as first_name,
    other.metric_id as second_metric_id, other.as_given as second_as_given, other.phrase as second_phrase,
    coalesce(other_said.name, other.as_given) as second_name,
    canonical.metric_id as synonym_of_metric_id
from judgements
join phrases as one on one.id = judgements.first_phrase_id
join phrases as other on other.id = judgements.second_phrase_id
left join metrics as one_said on one_said.phrase_id = one.id
left join metrics as other_said on other_said.phrase_id = other.id
left join phrases as canonical on canonical.id = judgements.synonym_of
where judgements.id = any($1::uuid[])
order by judgements.made_at desc, judgements.id desc;

-- name: list_judgements :many
select judgements.id
from judgements
where ($1::timestamptz is null or (judgements.made_at, judgements.id) < ($1::timestamptz, $2::uuid))
    and ($3::bigint is null or $3::bigint in (judgements.first_phrase_id, judgements.second_phrase_id))
    and ($4::text is null or judgements.verdict = $4::text)
    and ($5::boolean or judgements.withdrawn_at is null)
    and ($6::text is null or judgements.author = $6::text)
order by judgements.made_at desc, judgements.id desc
limit $7::integer;

-- name: find_judged_pairs :many
select phrase_id, neighbour_id, judged
from phrase_edges
where phrase_id = any($1::bigint[]) and judged is not null;

-- name: set_judged_pairs :exec
insert into phrase_edges (phrase_id, neighbour_id, score, judged)
select given.phrase_id, given.neighbour_id, 0, given.judged
from unnest($1::bigint[], $2::bigint[], $3::text[]) as given (phrase_id, neighbour_id, judged)
on conflict (phrase_id, neighbour_id) do update set judged = excluded.judged;

-- name: forget_judged_pairs :exec
update phrase_edges
set judged = null
from unnest($1::bigint[], $2::bigint[]) as given (phrase_id, neighbour_id)
where phrase_edges.phrase_id = given.phrase_id and phrase_edges.neighbour_id = given.neighbour_id;

-- name: forget_edges_of_judgements_alone :exec
delete from phrase_edges
using unnest($1::bigint[], $2::bigint[]) as given (phrase_id, neighbour_id)
where phrase_edges.phrase_id = given.phrase_id
    and phrase_edges.neighbour_id = given.neighbour_id
    and phrase_edges.band is null
    and phrase_edges.judged is null;

-- name: forget_classes :exec
delete from phrase_classes where phrase_id = any($1::bigint[]);

-- name: add_classes :exec
insert into phrase_classes (phrase_id, class_id) select * from unnest($1::bigint[], $2::bigint[]);

-- name: find_tolerances :many
select phrase_id, relative_percent, absolute, dimension from phrase_tolerances where phrase_id = any($1::bigint[]);

-- name: find_set_tolerances :many
select phrase_id, tolerance_relative_percent as relative_percent, tolerance_base as absolute,
    tolerance_dimension as dimension
from metrics
where phrase_id = any($1::bigint[]) and (tolerance_relative_percent is not null or tolerance_base is not null);

-- name: forget_tolerances :exec
delete from phrase_tolerances where phrase_id = any($1::bigint[]);

-- name: add_tolerances :exec
insert into phrase_tolerances (phrase_id, relative_percent, absolute, dimension)
select * from unnest($1::bigint[], $2::numeric[], $3::numeric[], $4::text[]);

-- name: requeue_phrases :exec
insert into requeued_phrases (phrase_id) select unnest($1::bigint[]) on conflict do nothing;

-- name: take_requeued_phrases :many
delete from requeued_phrases returning phrase_id;
