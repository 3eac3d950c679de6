-- name: list_disputes :many
-- Newest first.
select disputes.*
from disputes
where disputes.merged_into is null
    and ($1::timestamptz is null or (disputes.opened_at, disputes.id) < ($1::timestamptz, $2::uuid))
    and (
        $3::text is null
        or exists (
            select from questions
            where questions.dispute_id = disputes.id
                and questions.phrase in (select phrase from phrases where id = any(metric_phrases($3::text)))
        )
    )
    and (
        $4::integer is null
        or exists (
            select from questions join figures on figures.question_id = questions.id
            where questions.dispute_id = disputes.id and figures.source_id = $4::integer
        )
    )
    and (
        $5::text is null
        or exists (
            select from questions where questions.dispute_id = disputes.id and questions.place_key = $5::text
        )
    )
    and ($6::date is null or disputes.period_end >= $6::date)
    and ($7::date is null or disputes.period_end <= $7::date)
    and ($8::timestamptz is null or disputes.updated_at >= $8::timestamptz)
    and ($9::text[] is null or disputes.status = any($9::text[]))
    and ($10::smallint is null or disputes.severity_rank >= $10::smallint)
    and ($12::text is null or disputes.assignee = $12::text)
    and ($13::boolean is null or (disputes.recommended is not null) = $13::boolean)
    and (
        $14::boolean is null
        or $14::boolean = exists (
            select from questions
            join figures on figures.question_id = questions.id
            join sources on sources.id = figures.source_id
            where questions.dispute_id = disputes.id and sources.ours
        )
    )
    and ($15::boolean is null or disputes.is_stale = $15::boolean)
    and ($16::text[] is null or disputes.outline::json ->> 'sentence' ~* all($16::text[]))
order by disputes.opened_at desc, disputes.id desc
limit $11::integer;

-- name: list_disputes_by_severity :many
-- Gravest first, then newest.
select disputes.*
from disputes
where disputes.merged_into is null
    and (
        $1::smallint is null
        or (disputes.severity_rank, disputes.opened_at, disputes.id) < ($1::smallint, $2::timestamptz, $3::uuid)
    )
    and (
        $4::text is null
        or exists (
            select from questions
            where questions.dispute_id = disputes.id
                and questions.phrase in (select phrase from phrases where id = any(metric_phrases($4::text)))
        )
    )
    and (
        $5::integer is null
        or exists (
            select from questions join figures on figures.question_id = questions.id
            where questions.dispute_id = disputes.id and figures.source_id = $5::integer
        )
    )
    and (
        $6::text is null
        or exists (
            select from questions where questions.dispute_id = disputes.id and questions.place_key = $6::text
        )
    )
    and ($7::date is null or disputes.period_end >= $7::date)
    and ($8::date is null or disputes.period_end <= $8::date)
    and ($9::timestamptz is null or disputes.updated_at >= $9::timestamptz)
    and ($10::text[] is null or disputes.status = any($10::text[]))
    and ($11::smallint is null or disputes.severity_rank >= $11::smallint)
    and ($13::text is null or disputes.assignee = $13::text)
    and ($14::boolean is null or (disputes.recommended is not null) = $14::boolean)
    and (
        $15::boolean is null
        or $15::boolean = exists (
            select from questions
            join figures on figures.question_id = questions.id
            join sources on sources.id = figures.source_id
            where questions.dispute_id = disputes.id and sources.ours
        )
    )
    and ($16::boolean is null or disputes.is_stale = $16::boolean)
    and ($17::text[] is null or disputes.outline::json ->> 'sentence' ~* all($17::text[]))
order by disputes.severity_rank desc, disputes.opened_at desc, disputes.id desc
limit $12::integer;
