-- How many rows a list has, and of which kinds, under the very filters of the list (their texts stand there too). So many
-- of the newest are looked at, no more. The row without a facet is the whole.

-- name: count_claims :many
with found as materialized (
    select claims.source_id, claims.phrase_id, claims.body::json ->> 'status' as status
    from claims
    where ($1::text is null or claims.phrase_id = any(metric_phrases($1::text)))
        and ($2::integer is null or claims.source_id = $2::integer)
        and ($3::text is null or claims.place_key = $3::text)
        and ($4::date is null or claims.period_end >= $4::date)
        and ($5::date is null or claims.period_end <= $5::date)
        and ($6::timestamptz is null or claims.published_at >= $6::timestamptz)
        and ($7::boolean or (claims.superseded_by is null and claims.withdrawn_at is null))
        and ($9::uuid is null or claims.id in (select claim_id from dispute_claims($9::uuid)))
        and ($10::boolean is null or $10::boolean = (claims.source_id in (select id from sources where ours)))
        -- The whole text first: to take it apart costs ten times as much.
        and (
            $11::text[] is null
            or case when claims.body ~* all($11::text[]) then concat_ws(
                    ' ', claims.body::json ->> 'source', claims.body::json ->> 'claimant', claims.body::json ->> 'quote',
                    claims.body::json #>> '{metric,as_given}', claims.body::json #>> '{subject,as_given}',
                    claims.body::json #>> '{place,as_given}', claims.body::json #>> '{place,name}',
                    claims.body::json #>> '{quantity,as_given}'
                ) ~* all($11::text[]) else false end
        )
    order by claims.published_at desc, claims.id desc
    limit $8::integer
), told as (
    select 'status' as facet, found.status as value from found
    union all
    select 'source', sources.name from found join sources on sources.id = found.source_id
    union all
    select 'metric', coalesce(metrics.name, phrases.as_given)
    from found join phrases on phrases.id = found.phrase_id left join metrics on metrics.phrase_id = phrases.id
), ranked as (
    select
        told.facet, told.value, count(*) as rows,
        row_number() over (partition by told.facet order by count(*) desc, told.value) as place,
        count(*) over (partition by told.facet) as values
    from told
    group by told.facet, told.value
)
select null as facet, null as value, count(*) as rows, 0 as place, 0 as values from found
union all
select * from ranked where ranked.place <= $12::integer
order by facet nulls first, place;

-- name: count_conflicts :many
-- A conflict counts under each of its sources, and of its metrics.
with found as materialized (
    select
        conflicts.id, conflicts.status, conflicts.severity, conflicts.first_phrase_id, conflicts.second_phrase_id,
        first_claim.source_id as first_source_id, second_claim.source_id as second_source_id
    from conflicts
    join claims as first_claim on first_claim.id = conflicts.first_id
    join claims as second_claim on second_claim.id = conflicts.second_id
    where (
            $1::text is null
            or conflicts.first_phrase_id = any(metric_phrases($1::text))
            or conflicts.second_phrase_id = any(metric_phrases($1::text))
        )
        and ($2::integer is null or $2::integer in (first_claim.source_id, second_claim.source_id))
        and ($3::text is null or conflicts.place_key = $3::text)
        and ($4::date is null or conflicts.period_end >= $4::date)
        and ($5::date is null or conflicts.period_end <= $5::date)
        and ($6::timestamptz is null or conflicts.updated_at >= $6::timestamptz)
        and ($7::text[] is null or conflicts.status = any($7::text[]))
        and ($8::smallint is null or conflicts.severity_rank >= $8::smallint)
        and conflicts.band = $9::text
        and (
            $11::uuid is null
            or (
                conflicts.first_id in (select claim_id from dispute_claims($11::uuid))
                and conflicts.second_id in (select claim_id from dispute_claims($11::uuid))
            )
        )
        and (
            $12::boolean is null
            or $12::boolean = (
                first_claim.source_id in (select id from sources where ours)
                or second_claim.source_id in (select id from sources where ours)
            )
        )
        and ($13::boolean is null or (conflicts.stale is not null) = $13::boolean)
        and (
            $14::text[] is null
            or case when first_claim.body ~* all($14::text[]) then concat_ws(
                    ' ', first_claim.body::json ->> 'source', first_claim.body::json ->> 'claimant', first_claim.body::json ->> 'quote',
                    first_claim.body::json #>> '{metric,as_given}', first_claim.body::json #>> '{subject,as_given}',
                    first_claim.body::json #>> '{place,as_given}', first_claim.body::json #>> '{place,name}',
                    first_claim.body::json #>> '{quantity,as_given}'
                ) ~* all($14::text[]) else false end
            or case when second_claim.body ~* all($14::text[]) then concat_ws(
                    ' ', second_claim.body::json ->> 'source', second_claim.body::json ->> 'claimant', second_claim.body::json ->> 'quote',
                    second_claim.body::json #>> '{metric,as_given}', second_claim.body::json #>> '{subject,as_given}',
                    second_claim.body::json #>> '{place,as_given}', second_claim.body::json #>> '{place,name}',
                    second_claim.body::json #>> '{quantity,as_given}'
                ) ~* all($14::text[]) else false end
        )
    order by conflicts.opened_at desc, conflicts.id desc
    limit $10::integer
), told as (
    select 'status' as facet, found.status as value from found
    union all
    select 'severity', found.severity from found
    union all
    select 'source', sources.name
    from found
    cross join lateral (select found.first_source_id as id union select found.second_source_id) as beside
    join sources on sources.id = beside.id
    union all
    select 'metric', named.name
    from found
    cross join lateral (
        select coalesce(metrics.name, phrases.as_given) as name
        from phrases left join metrics on metrics.phrase_id = phrases.id
        where phrases.id in (found.first_phrase_id, found.second_phrase_id)
        group by 1
    ) as named
), ranked as (
    select
        told.facet, told.value, count(*) as rows,
        row_number() over (partition by told.facet order by count(*) desc, told.value) as place,
        count(*) over (partition by told.facet) as values
    from told
    group by told.facet, told.value
)
select null as facet, null as value, count(*) as rows, 0 as place, 0 as values from found
union all
select * from ranked where ranked.place <= $15::integer
order by facet nulls first, place;

-- name: count_disputes :many
-- A dispute counts under each of its sources, and under the metric of its sentence.
with found as materialized (
    select disputes.id, disputes.status, disputes.severity_rank, disputes.outline::json #>> '{question,metric}' as metric
    from disputes
    where disputes.merged_into is null
        and (
            $1::text is null
            or exists (
                select from questions
                where questions.dispute_id = disputes.id
                    and questions.phrase in (select phrase from phrases where id = any(metric_phrases($1::text)))
            )
        )
        and (
            $2::integer is null
            or exists (
                select from questions join figures on figures.question_id = questions.id
                where questions.dispute_id = disputes.id and figures.source_id = $2::integer
            )
        )
        and (
            $3::text is null
            or exists (
                select from questions where questions.dispute_id = disputes.id and questions.place_key = $3::text
            )
        )
        and ($4::date is null or disputes.period_end >= $4::date)
        and ($5::date is null or disputes.period_end <= $5::date)
        and ($6::timestamptz is null or disputes.updated_at >= $6::timestamptz)
        and ($7::text[] is null or disputes.status = any($7::text[]))
        and ($8::smallint is null or disputes.severity_rank >= $8::smallint)
        and ($10::text is null or disputes.assignee = $10::text)
        and ($11::boolean is null or (disputes.recommended is not null) = $11::boolean)
        and (
            $12::boolean is null
            or $12::boolean = exists (
                select from questions
                join figures on figures.question_id = questions.id
                join sources on sources.id = figures.source_id
                where questions.dispute_id = disputes.id and sources.ours
            )
        )
        and ($13::boolean is null or disputes.is_stale = $13::boolean)
        and ($14::text[] is null or disputes.outline::json ->> 'sentence' ~* all($14::text[]))
    order by disputes.opened_at desc, disputes.id desc
    limit $9::integer
), told as (
    select 'status' as facet, found.status as value from found
    union all
    select 'severity', found.severity_rank::text from found
    union all
    select 'source', beside.name
    from found
    cross join lateral (
        select distinct sources.name
        from questions
        join figures on figures.question_id = questions.id
        join sources on sources.id = figures.source_id
        where questions.dispute_id = found.id
    ) as beside
    union all
    select 'metric', found.metric from found
), ranked as (
    select
        told.facet, told.value, count(*) as rows,
        row_number() over (partition by told.facet order by count(*) desc, told.value) as place,
        count(*) over (partition by told.facet) as values
    from told
    group by told.facet, told.value
)
select null as facet, null as value, count(*) as rows, 0 as place, 0 as values from found
union all
select * from ranked where ranked.place <= $15::integer
order by facet nulls first, place;
