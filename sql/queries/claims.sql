-- name: insert_claims :many
-- Publish: the claims and the note that they are still to be compared, in one commit. A known external id gives no row,
-- nor does a known id: who tries again after a connection was lost finds what the first try has stored.
-- This commit is not waited for until it is on the disk. Nobody is told of the claims before a later commit, which takes
-- that note away, is on the disk; the log is written in the order of commits, so they are there with it.
with stored as (
    insert into claims (
        id, source_id, external_id, phrase_id, dimension, place_key, subject_key, period_end, published_at, received_at,
        retracts, body, low_inside, high_inside, load_id, topic_id, country
    )
    select *
    from unnest(
        $1::uuid[], $2::integer[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::date[],
        $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::text[], $13::double precision[],
        $14::double precision[], $15::uuid[], $16::bigint[], $17::text[]
    )
    on conflict do nothing
    returning id
), queued as (
    insert into uncompared (claim_id) select id from stored
), hurried as materialized (
    select set_config('synchronous_commit', 'off', true)
)
select stored.id from stored cross join hurried;

-- name: find_by_external_ids :many
select id, source_id, phrase_id, superseded_by, body, load_id, withdrawn_at is not null as withdrawn, topic_id
from claims
where (source_id, external_id) in (select * from unnest($1::integer[], $2::text[]));

-- name: find_candidates :many
-- Blocking: a neighbouring phrase and the same place, or a neighbouring topic; one of few last days (a day's leeway on long
-- spans, a month beside its days). Of another source's claims only those in force count; of the same source's also the superseded that were
-- published later: who supersedes whom must not depend on the order of arrival, and a source that corrects itself a
-- thousand times is not read each time. Metrics that a desk has judged to be different are no neighbours. A metric's
-- tolerance comes with it. Whoever asks with words that are not stored brings the neighbours of its topic along.
-- Each probe gets so many at a time: its own source's first (rank 0), then figures that are not known to overlap with its
-- own, the farthest apart first (1), then those that certainly share a point with it (2), which nobody needs who wants only
-- what asks for something. How far is said by the logarithm of how many times the one is the other, which overflows never.
-- "offset 0" lets the server work out a probe's topics once and not at each row, and ranks above the branches and not in each
-- of them. A country that is known is asked for by itself, so that the index and not the claim tells it.
select
    probe.ordinal, found.judged, found.near, found.rank, found.nearness, found.published_at,
    found.id, found.source_id, found.phrase_id, found.superseded_by, found.body, found.load_id,
    ours.relative_percent as our_relative_percent, ours.absolute as our_absolute, ours.dimension as our_dimension,
    theirs.relative_percent as their_relative_percent, theirs.absolute as their_absolute,
    theirs.dimension as their_dimension
from unnest(
    $1::integer[], $2::uuid[], $3::integer[], $4::bigint[], $5::text[], $6::boolean[], $7::text[],
    $8::double precision[], $9::double precision[], $10::timestamptz[], $12::integer[], $13::timestamptz[], $14::uuid[],
    $16::double precision[], $17::bigint[], $18::text[], $19::text[]
) as probe (
    ordinal, id, source_id, phrase_id, place_key, has_subject, last_days, low_inside, high_inside, published_at,
    after_rank, after_published_at, after_id, after_nearness, topic_id, near_topics, country
)
cross join lateral (
    select probe.near_topics::bigint[] || array(
        select neighbour_id from topic_edges where topic_edges.topic_id = probe.topic_id
    ) as topics, probe.last_days::date[] as last_days
    offset 0
) as around
cross join lateral (
    select ranked.rank, measured.nearness, beside.*
    from (
        select
            edge.judged,
            coalesce(claims.topic_id = any(around.topics), false) as near,
            claims.id, source_id, claims.phrase_id, superseded_by, withdrawn_at, published_at, body, low_inside,
            high_inside, load_id
        from phrase_edges as edge
        join claims on claims.phrase_id = edge.neighbour_id
        where edge.phrase_id = probe.phrase_id
            and claims.place_key = probe.place_key
            and claims.withdrawn_at is null
            and (claims.superseded_by is null or claims.source_id = probe.source_id)
            and claims.period_end = any(around.last_days)
        union all
        select
            edge.judged,
            coalesce(claims.topic_id = any(around.topics), false) as near,
            claims.id, source_id, claims.phrase_id, superseded_by, withdrawn_at, published_at, body, low_inside,
            high_inside, load_id
        from phrase_edges as edge
        join claims on claims.phrase_id = edge.neighbour_id
        where edge.phrase_id = probe.phrase_id
            and probe.place_key <> ''
            and probe.has_subject
            and claims.place_key = ''
            and claims.subject_key <> ''
            and claims.withdrawn_at is null
            and (claims.superseded_by is null or claims.source_id = probe.source_id)
            and claims.period_end = any(around.last_days)
        union all
        select
            edge.judged,
            coalesce(claims.topic_id = any(around.topics), false) as near,
            claims.id, source_id, claims.phrase_id, superseded_by, withdrawn_at, published_at, body, low_inside,
            high_inside, load_id
        from phrase_edges as edge
        join claims on claims.phrase_id = edge.neighbour_id
        where edge.phrase_id = probe.phrase_id
            and probe.place_key = ''
            and probe.has_subject
            and claims.place_key <> ''
            and claims.subject_key <> ''
            and claims.withdrawn_at is null
            and (claims.superseded_by is null or claims.source_id = probe.source_id)
            and claims.period_end = any(around.last_days)
        union all
        select
            edge.judged, true as near, claims.id, source_id, claims.phrase_id, superseded_by, withdrawn_at,
            published_at, body, low_inside, high_inside, load_id
        from claims
        left join phrase_edges as edge on edge.phrase_id = probe.phrase_id and edge.neighbour_id = claims.phrase_id
        where claims.topic_id = any(around.topics)
            and (claims.phrase_id <> probe.phrase_id or claims.place_key <> probe.place_key)
            and claims.withdrawn_at is null
            and (claims.superseded_by is null or claims.source_id = probe.source_id)
            and claims.period_end = any(around.last_days)
            and probe.country <> ''
            and claims.country in ('', probe.country)
            and not (
                edge.phrase_id is not null
                and (
                    claims.place_key = probe.place_key
                    or (
                        probe.has_subject
                        and claims.subject_key <> ''
                        and (claims.place_key = '' or probe.place_key = '')
                    )
                )
            )
        union all
        select
            edge.judged, true as near, claims.id, source_id, claims.phrase_id, superseded_by, withdrawn_at,
            published_at, body, low_inside, high_inside, load_id
        from claims
        left join phrase_edges as edge on edge.phrase_id = probe.phrase_id and edge.neighbour_id = claims.phrase_id
        where claims.topic_id = any(around.topics)
            and (claims.phrase_id <> probe.phrase_id or claims.place_key <> probe.place_key)
            and claims.withdrawn_at is null
            and (claims.superseded_by is null or claims.source_id = probe.source_id)
            and claims.period_end = any(around.last_days)
            and probe.country = ''
            and not (
                edge.phrase_id is not null
                and (
                    claims.place_key = probe.place_key
                    or (
                        probe.has_subject
                        and claims.subject_key <> ''
                        and (claims.place_key = '' or probe.place_key = '')
                    )
                )
            )
        offset 0
    ) as beside
    cross join lateral (
        select case
            when beside.source_id = probe.source_id then 0
            when coalesce(beside.low_inside < probe.high_inside and probe.low_inside < beside.high_inside, false) then 2
            else 1
        end as rank
    ) as ranked
    cross join lateral (
        select
            case
                when ranked.rank <> 1 then 0
                when beside.low_inside > probe.high_inside then probe.high_inside
                else beside.high_inside
            end as lower_end,
            case when beside.low_inside > probe.high_inside then beside.low_inside else probe.low_inside end as upper_end
    ) as apart
    cross join lateral (
        select case
            when ranked.rank <> 1 or apart.lower_end >= apart.upper_end then 0
            when sign(apart.lower_end) <> sign(apart.upper_end) then -1e300
            else greatest(coalesce(-abs(ln(abs(apart.upper_end)) - ln(abs(apart.lower_end))), 0), -1e300)
        end::double precision as nearness
    ) as measured
    where beside.judged is distinct from 'different'
        and beside.id <> probe.id
        and beside.withdrawn_at is null
        and (
            beside.superseded_by is null
            or (ranked.rank = 0 and (beside.published_at, beside.id) > (probe.published_at, probe.id))
        )
        and ($11::boolean or ranked.rank < 2)
        and (
            ranked.rank > probe.after_rank
            or (
                ranked.rank = probe.after_rank
                and (measured.nearness, beside.published_at, beside.id)
                > (probe.after_nearness, probe.after_published_at, probe.after_id)
            )
        )
    order by ranked.rank, measured.nearness, beside.published_at, beside.id
    limit $15::integer
) as found
left join phrase_tolerances as ours on ours.phrase_id = probe.phrase_id
left join phrase_tolerances as theirs on theirs.phrase_id = found.phrase_id
order by probe.ordinal, found.rank, found.nearness, found.published_at, found.id;

-- name: count_candidates :one
-- What a bounded answer does not look at, by its number: other sources' claims in force, beside the probe. What both ways of
-- blocking find is counted by the first.
select
    count(*) filter (where not is_together) as apart,
    count(*) filter (where is_together) as together
from (
    select
        coalesce(claims.low_inside < $8::double precision and $7::double precision < claims.high_inside, false)
            as is_together
    from phrase_edges as edge
    join claims on claims.phrase_id = edge.neighbour_id
    where edge.phrase_id = $3::bigint
        and edge.judged is distinct from 'different'
        and claims.period_end = any($6::date[])
        and (
            claims.place_key = $4::text
            or ($5::boolean and claims.subject_key <> '' and (claims.place_key = '' or $4::text = ''))
        )
        and claims.id <> $1::uuid
        and claims.source_id <> $2::integer
        and claims.superseded_by is null
        and claims.withdrawn_at is null
    union all
    select
        coalesce(claims.low_inside < $8::double precision and $7::double precision < claims.high_inside, false)
            as is_together
    from claims
    left join phrase_edges as edge on edge.phrase_id = $3::bigint and edge.neighbour_id = claims.phrase_id
    where claims.topic_id = any(
            $11::bigint[] || array(select neighbour_id from topic_edges where topic_edges.topic_id = $9::bigint)
        )
        and (claims.phrase_id <> $3::bigint or claims.place_key <> $4::text)
        and edge.judged is distinct from 'different'
        and claims.period_end = any($6::date[])
        and ($10::text = '' or claims.country in ('', $10::text))
        and not (
            edge.phrase_id is not null
            and (
                claims.place_key = $4::text
                or ($5::boolean and claims.subject_key <> '' and (claims.place_key = '' or $4::text = ''))
            )
        )
        and claims.id <> $1::uuid
        and claims.source_id <> $2::integer
        and claims.superseded_by is null
        and claims.withdrawn_at is null
) as counted;

-- name: lock_claims :many
-- Taken in the order of ids, so that two writers cannot wait for each other; then what was superseded meanwhile is known.
select id, superseded_by is null and withdrawn_at is null as is_in_force
from claims
where id = any($1::uuid[])
order by id
for no key update;

-- name: write_decisions :one
-- While the claims are held: who takes whose place, and what is compared by now. Nothing of it is done if the registry was
-- changed since it was read. Rows are locked in the order of ids, as everywhere.
with state as materialized (
    select epoch, epoch = $3::bigint as is_as_read from registry_state
), fallen as (
    update claims
    set superseded_by = given.newer
    from unnest($1::uuid[], $2::uuid[]) as given (older, newer), state
    where state.is_as_read and claims.id = given.older and claims.superseded_by is null
    returning claims.id
), done as (
    select uncompared.claim_id
    from uncompared
    join unnest($4::uuid[], $5::bigint[]) as given (claim_id, generation)
        on uncompared.claim_id = given.claim_id and uncompared.generation = given.generation
    cross join state
    where state.is_as_read
    order by uncompared.claim_id
    for update of uncompared
), marked as (
    delete from uncompared using done where uncompared.claim_id = done.claim_id
)
select state.epoch, array(select id from fallen) as fallen from state;

-- name: supersede_quietly :one
-- In a commit of its own: all that write_decisions writes, where no conflict is open around the claims that fall.
select epoch, is_done from supersede_quietly($1::uuid[], $2::uuid[], $3::bigint, $4::uuid[], $5::bigint[]);

-- name: restore_claims :exec
update claims set superseded_by = null where id = any($1::uuid[]);

-- name: get_claims :many
select id, source_id, phrase_id, superseded_by, body, load_id, withdrawn_at is not null as withdrawn, topic_id
from claims
where id = any($1::uuid[]);

-- name: list_claims :many
select
    claims.id, claims.source_id, claims.phrase_id, claims.superseded_by, claims.body, claims.load_id,
    claims.withdrawn_at is not null as withdrawn
from claims
where ($1::timestamptz is null or (claims.published_at, claims.id) < ($1::timestamptz, $2::uuid))
    and ($3::text is null or claims.phrase_id = any(metric_phrases($3::text)))
    and ($4::integer is null or claims.source_id = $4::integer)
    and ($5::text is null or claims.place_key = $5::text)
    and ($6::date is null or claims.period_end >= $6::date)
    and ($7::date is null or claims.period_end <= $7::date)
    and ($8::timestamptz is null or claims.published_at >= $8::timestamptz)
    and ($9::boolean or (claims.superseded_by is null and claims.withdrawn_at is null))
    and ($11::uuid is null or claims.id in (select claim_id from dispute_claims($11::uuid)))
    and ($12::boolean is null or $12::boolean = (claims.source_id in (select id from sources where ours)))
    -- The whole text first: to take it apart costs ten times as much.
    and (
        $13::text[] is null
        or case when claims.body ~* all($13::text[]) then concat_ws(
                ' ', claims.body::json ->> 'source', claims.body::json ->> 'claimant', claims.body::json ->> 'quote',
                claims.body::json #>> '{metric,as_given}', claims.body::json #>> '{subject,as_given}',
                claims.body::json #>> '{place,as_given}', claims.body::json #>> '{place,name}',
                claims.body::json #>> '{quantity,as_given}'
            ) ~* all($13::text[]) else false end
    )
order by claims.published_at desc, claims.id desc
limit $10::integer;

-- name: find_claims_of_phrases :many
-- Beyond blocking, for a person who asks: claims in force of the given metrics with the same last day, and, if wanted,
-- some of the same place at another time and of another place at the same time.
select found.*
from unnest($1::bigint[]) as near (phrase_id)
cross join lateral (
    (
        select
            id, source_id, phrase_id, superseded_by, body, load_id, withdrawn_at is not null as withdrawn
        from claims
        where claims.phrase_id = near.phrase_id
            and claims.period_end = any($3::date[])
            and (claims.place_key = $2::text or claims.place_key = '' or $2::text = '')
        limit 200
    )
    union
    (
        select
            id, source_id, phrase_id, superseded_by, body, load_id, withdrawn_at is not null as withdrawn
        from claims
        where $4::boolean and claims.phrase_id = near.phrase_id and claims.place_key = $2::text
        order by claims.period_end desc
        limit 10
    )
    union
    (
        select
            id, source_id, phrase_id, superseded_by, body, load_id, withdrawn_at is not null as withdrawn
        from claims
        where $4::boolean
            and claims.phrase_id = near.phrase_id
            and claims.place_key <> $2::text
            and claims.period_end = any($3::date[])
        limit 10
    )
) as found
where found.superseded_by is null and not found.withdrawn;
