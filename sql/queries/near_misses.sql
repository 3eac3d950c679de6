-- name: find_near_claims :many
-- For a newsroom that asks why nothing was found: claims of other sources that share all but one thing with the probe. Of
-- each topic some under the same last day, wherever, and the nearest before and after it; of each metric the same, at the
-- same place, and some of other places. Each branch reads a bounded stretch of an index, whatever is stored.
with found as (
    select near.*
    from unnest($1::bigint[]) as topic (id)
    cross join lateral (
        (
            select id, source_id, phrase_id, superseded_by, withdrawn_at, body, topic_id
            from claims
            where claims.topic_id = topic.id and period_end between $5::date and $6::date
            limit 40
        )
        union all
        (
            select id, source_id, phrase_id, superseded_by, withdrawn_at, body, topic_id
            from claims
            where claims.topic_id = topic.id and period_end < $5::date
            order by period_end desc
            limit 10
        )
        union all
        (
            select id, source_id, phrase_id, superseded_by, withdrawn_at, body, topic_id
            from claims
            where claims.topic_id = topic.id and period_end > $6::date
            order by period_end
            limit 10
        )
    ) as near
    union all
    select near.*
    from unnest($2::bigint[]) as metric (id)
    cross join lateral (
        (
            select id, source_id, phrase_id, superseded_by, withdrawn_at, body, topic_id
            from claims
            where claims.phrase_id = metric.id and place_key = $4::text and period_end between $5::date and $6::date
            limit 40
        )
        union all
        (
            select id, source_id, phrase_id, superseded_by, withdrawn_at, body, topic_id
            from claims
            where claims.phrase_id = metric.id and place_key = $4::text and period_end < $5::date
            order by period_end desc
            limit 10
        )
        union all
        (
            select id, source_id, phrase_id, superseded_by, withdrawn_at, body, topic_id
            from claims
            where claims.phrase_id = metric.id and place_key = $4::text and period_end > $6::date
            order by period_end
            limit 10
        )
        union all
        (
            select id, source_id, phrase_id, superseded_by, withdrawn_at, body, topic_id
            from claims
            where claims.phrase_id = metric.id
                and subject_key <> ''
                and place_key <> ''
                and period_end between $5::date and $6::date
            limit 40
        )
    ) as near
)
select distinct on (id) id, source_id, phrase_id, superseded_by, body, null::uuid as load_id, false as withdrawn, topic_id
from found
where source_id <> $3::integer and superseded_by is null and withdrawn_at is null
order by id
limit $7::integer;

-- name: find_neighbour_ids :many
-- The likest metrics and the topics beside the probe's own, some of each.
(
    select neighbour_id as id, true as is_metric
    from phrase_edges
    where phrase_id = $1::bigint
    order by score desc, neighbour_id
    limit $3::integer
)
union all
(select neighbour_id as id, false as is_metric from topic_edges where topic_id = $2::bigint limit $3::integer);
