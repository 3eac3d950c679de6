-- name: list_pending_pairs :many
-- Two metrics that conflicts only suggest to be one, and of which nobody has judged: those between which most waits first.
-- The index has all that is counted, so no conflict is read.
with waiting as (
    select
        least(first_phrase_id, second_phrase_id) as first_id, greatest(first_phrase_id, second_phrase_id) as second_id,
        count(*) as conflicts, max(score) as score
    from conflicts
    where band = 'suggested'
        and status in ('open', 'acknowledged')
        and first_phrase_id <> second_phrase_id
        and (
            $4::text is null
            or first_phrase_id = any(metric_phrases($4::text))
            or second_phrase_id = any(metric_phrases($4::text))
        )
    group by 1, 2
)
select
    waiting.first_id, waiting.second_id, waiting.conflicts, waiting.score,
    one.metric_id as first_metric_id, coalesce(one_said.name, one.as_given) as first_name,
    other.metric_id as second_metric_id, coalesce(other_said.name, other.as_given) as second_name
from waiting
join phrases as one on one.id = waiting.first_id
join phrases as other on other.id = waiting.second_id
left join metrics as one_said on one_said.phrase_id = one.id
left join metrics as other_said on other_said.phrase_id = other.id
left join phrase_edges as edge on edge.phrase_id = waiting.first_id and edge.neighbour_id = waiting.second_id
where edge.judged is null
    and (
        $1::bigint is null
        or (-waiting.conflicts, waiting.first_id, waiting.second_id) > (-$1::bigint, $2::bigint, $3::bigint)
    )
    and waiting.score >= $5::double precision
    and (
        $6::text[] is null
        or concat_ws(' ', one.as_given, one_said.name, other.as_given, other_said.name) ~* all($6::text[])
    )
order by waiting.conflicts desc, waiting.first_id, waiting.second_id
limit $7::integer;

-- name: find_conflicts_between :many
-- Conflicts that wait between two metrics, with what judging them anew needs; of each two so many, in the order of the
-- index.
select
    asked.first_id as our_id, asked.second_id as their_id, found.*,
    ours.relative_percent as our_relative_percent, ours.absolute as our_absolute, ours.dimension as our_dimension,
    theirs.relative_percent as their_relative_percent, theirs.absolute as their_absolute,
    theirs.dimension as their_dimension
from unnest($1::bigint[], $2::bigint[]) as asked (first_id, second_id)
cross join lateral (
    select
        waiting.id as conflict_id, waiting.band,
        one.id as first_claim_id, one.source_id as first_source_id, one.phrase_id as first_phrase_id,
        one.body as first_body,
        other.id as second_claim_id, other.source_id as second_source_id, other.phrase_id as second_phrase_id,
        other.body as second_body,
        exists (
            select 1
            from topic_edges
            where topic_edges.topic_id = one.topic_id and topic_edges.neighbour_id = other.topic_id
        ) as near
    from (
        select id, band, first_id, second_id
        from conflicts
        where least(first_phrase_id, second_phrase_id) = asked.first_id
            and greatest(first_phrase_id, second_phrase_id) = asked.second_id
            and status in ('open', 'acknowledged')
        order by place_key, id
        limit $3::integer
    ) as waiting
    join claims as one on one.id = waiting.first_id
    join claims as other on other.id = waiting.second_id
) as found
left join phrase_tolerances as ours on ours.phrase_id = asked.first_id
left join phrase_tolerances as theirs on theirs.phrase_id = asked.second_id;

-- name: find_claims_between :many
-- Claims in force of two metrics that would stand beside each other if these were one, and between which no conflict was
-- ever stored: what an answer may open. Of the first so many are looked at, by place and last day as the index has them, and
-- beside each of them so many of the other.
select
    asked.first_id as our_id, asked.second_id as their_id, null::uuid as conflict_id, null::text as band, found.*,
    ours.relative_percent as our_relative_percent, ours.absolute as our_absolute, ours.dimension as our_dimension,
    theirs.relative_percent as their_relative_percent, theirs.absolute as their_absolute,
    theirs.dimension as their_dimension
from unnest($1::bigint[], $2::bigint[]) as asked (first_id, second_id)
cross join lateral (
    select
        one.id as first_claim_id, one.source_id as first_source_id, one.phrase_id as first_phrase_id,
        one.body as first_body,
        other.id as second_claim_id, other.source_id as second_source_id, other.phrase_id as second_phrase_id,
        other.body as second_body,
        exists (
            select 1
            from topic_edges
            where topic_edges.topic_id = one.topic_id and topic_edges.neighbour_id = other.topic_id
        ) as near
    from (
        select id, source_id, phrase_id, place_key, subject_key, period_end, topic_id, body
        from claims
        where claims.phrase_id = asked.first_id and superseded_by is null and withdrawn_at is null
        order by place_key, period_end
        limit $4::integer
    ) as one
    cross join lateral (
        (
            select *
            from claims
            where claims.phrase_id = asked.second_id
                and claims.place_key = one.place_key
                and claims.period_end between one.period_end - 1 and one.period_end + 1
            limit $4::integer
        )
        union all
        (
            select *
            from claims
            where one.subject_key <> ''
                and one.place_key <> ''
                and claims.subject_key <> ''
                and claims.phrase_id = asked.second_id
                and claims.place_key = ''
                and claims.period_end between one.period_end - 1 and one.period_end + 1
            limit $4::integer
        )
        union all
        (
            select *
            from claims
            where one.subject_key <> ''
                and one.place_key = ''
                and claims.subject_key <> ''
                and claims.phrase_id = asked.second_id
                and claims.place_key <> ''
                and claims.period_end between one.period_end - 1 and one.period_end + 1
            limit $4::integer
        )
    ) as other
    where other.source_id <> one.source_id
        and other.superseded_by is null
        and other.withdrawn_at is null
        and not exists (
            select 1
            from conflicts
            where (conflicts.first_id, conflicts.second_id) in ((one.id, other.id), (other.id, one.id))
        )
    limit $3::integer
) as found
left join phrase_tolerances as ours on ours.phrase_id = asked.first_id
left join phrase_tolerances as theirs on theirs.phrase_id = asked.second_id;
