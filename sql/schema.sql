-- What the migrations make together, to be read and reviewed; never run. Written by `make db`.

CREATE SCHEMA past;

CREATE FUNCTION past.moment() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    select current_setting('claimdiff.known_on')::timestamptz
$$;

CREATE FUNCTION dispute_claims(wanted uuid) RETURNS TABLE(claim_id uuid)
    LANGUAGE sql STABLE
    AS $$
    select figures.claim_id
    from questions
    join figures on figures.question_id = questions.id
    where questions.dispute_id = wanted
    union
    select figures.claim_id
    from question_guests
    join figures on figures.question_id = question_guests.question_id
    where question_guests.dispute_id = wanted
$$;

CREATE FUNCTION feed_transaction() RETURNS xid8
    LANGUAGE sql
    AS $$
    select ((pg_current_xact_id()::text)::bigint + transactions)::text::xid8 from feed_offset
$$;

CREATE FUNCTION forget_successions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from successions
    using gone
    where successions.newer_id = gone.superseded_by and successions.older_id = gone.id;
    return null;
end
$$;

CREATE FUNCTION keep_figures() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into figures_before
    select gone.claim_id, gone.question_id, gone.source_id, gone.known_since, clock_timestamp()
    from gone
    where exists (select from claims where claims.id = gone.claim_id);
    return null;
end
$$;

CREATE FUNCTION keep_membership() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.known_since := clock_timestamp();
    if old.dispute_id is not null then
        insert into questions_before values (old.id, old.dispute_id, old.known_since, new.known_since);
    end if;
    return new;
end
$$;

CREATE FUNCTION keep_successions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    with changed as (
        select new_rows.id, old_rows.superseded_by as before, new_rows.superseded_by as after
        from new_rows
        join old_rows on old_rows.id = new_rows.id
        where new_rows.superseded_by is distinct from old_rows.superseded_by
    ), over as (
        delete from successions
        using changed
        where successions.newer_id = changed.before and successions.older_id = changed.id
    )
    insert into successions (newer_id, older_id) select after, id from changed where after is not null;
    return null;
end
$$;

CREATE FUNCTION keep_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.known_since := clock_timestamp();
    if old.known_since is not null then
        insert into disputes_before (
            dispute_id, head_id, status, resolution, note, closed_by_service, settles_at, outline, severity_rank, period_end,
            opened_at, updated_at, merged_into, version, assignee, recommended, known_since, known_to, is_stale
        ) values (
            old.id, old.head_id, old.status, old.resolution, old.note, old.closed_by_service, old.settles_at, old.outline,
            old.severity_rank, old.period_end, old.opened_at, old.updated_at, old.merged_into, old.version, old.assignee,
            old.recommended, old.known_since, new.known_since, old.is_stale
        );
    end if;
    return new;
end
$$;

CREATE FUNCTION keep_visits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into question_guests_before select question_id, dispute_id, known_since, clock_timestamp() from gone;
    return null;
end
$$;

CREATE FUNCTION mark_changed_claims() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    with changed as (
        select old_rows.id, old_rows.superseded_by, old_rows.withdrawn_at
        from new_rows
        join old_rows on old_rows.id = new_rows.id
        where (new_rows.superseded_by, new_rows.withdrawn_at, new_rows.source_id)
            is distinct from (old_rows.superseded_by, old_rows.withdrawn_at, old_rows.source_id)
    ), kept as (
        insert into claims_before (claim_id, superseded_by, withdrawn_at, known_to)
        select id, superseded_by, withdrawn_at, clock_timestamp() from changed
        on conflict do nothing
    )
    insert into dispute_marks (claim_id) select id from changed;
    return null;
end
$$;

CREATE FUNCTION mark_compared_claims() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into dispute_marks (claim_id) select claim_id from gone;
    return null;
end
$$;

CREATE FUNCTION mark_decided_claims() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into dispute_marks (claim_id)
    select distinct new_rows.first_id
    from new_rows
    join old_rows on old_rows.id = new_rows.id
    where new_rows.status <> old_rows.status and not new_rows.closed_by_service;
    return null;
end
$$;

CREATE FUNCTION mark_erased_claims() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into dispute_marks (claim_id) select id from gone;
    delete from claims_before using gone where claims_before.claim_id = gone.id;
    delete from figures_before using gone where figures_before.claim_id = gone.id;
    delete from disputes_before using gone where position(gone.id::text in disputes_before.outline) > 0;
    update disputes set known_since = null from gone where position(gone.id::text in disputes.outline) > 0;
    update conflicts
    set stale = null
    from gone
    join stale_figures on stale_figures.earlier_id = gone.id
    where conflicts.stale is not null
        and (conflicts.first_id = stale_figures.claim_id or conflicts.second_id = stale_figures.claim_id);
    delete from stale_figures using gone where gone.id in (stale_figures.claim_id, stale_figures.earlier_id);
    return null;
end
$$;

CREATE FUNCTION metric_phrases(wanted text) RETURNS bigint[]
    LANGUAGE sql STABLE
    AS $$
    select array_agg(coalesce(alike.phrase_id, phrases.id))
    from phrases
    left join phrase_classes as own on own.phrase_id = phrases.id
    left join phrase_classes as alike on alike.class_id = own.class_id
    where phrases.phrase = wanted
$$;

CREATE FUNCTION phrases_found(sure integer[], alike integer[], beside_alike_1 integer[], beside_alike_2 integer[], beside_alike_3 integer[], same integer[], beside_same_1 integer[], beside_same_2 integer[], beside_same_3 integer[], present_version bigint) RETURNS TABLE(id bigint, phrase text)
    LANGUAGE sql STABLE
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
    select phrases.id, phrases.phrase
    from phrases
    where keys && sure
        or (keys && alike and keys && beside_alike_1 and keys && beside_alike_2 and keys && beside_alike_3)
        or (keys && same and keys && beside_same_1 and keys && beside_same_2 and keys && beside_same_3)
        or keys_version < present_version
        or keys_version > present_version
$$;

CREATE FUNCTION refuse_to_remove_young() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_level = 'STATEMENT' and exists (select from retention where what = 'audit') then
        return null;
    end if;
    if tg_level = 'ROW' and exists (
        select from retention where what = 'audit' and old.at < now() - make_interval(days => days)
    ) then
        return old;
    end if;
    raise exception 'the audit log is append only';
end
$$;

CREATE FUNCTION refuse_to_rewrite() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'the audit log is append only';
end
$$;

CREATE FUNCTION supersede_quietly(older uuid[], newer uuid[], basis bigint, done uuid[], generations bigint[], OUT epoch bigint, OUT is_done boolean) RETURNS record
    LANGUAGE plpgsql
    AS $$
begin
    perform from claims where claims.id = any(older) order by claims.id for no key update;
    select registry_state.epoch into epoch from registry_state;
    is_done := epoch = basis and not exists (
        select from conflicts where conflicts.first_id = any(older) and conflicts.status in ('open', 'acknowledged')
    ) and not exists (
        select from conflicts where conflicts.second_id = any(older) and conflicts.status in ('open', 'acknowledged')
    );
    if not is_done then
        return;
    end if;
    update claims
    set superseded_by = given.newer_id
    from unnest(older, newer) as given (older_id, newer_id)
    where claims.id = given.older_id and claims.superseded_by is null;
    with compared as (
        select uncompared.claim_id
        from uncompared
        join unnest(done, generations) as given (claim_id, generation)
            on uncompared.claim_id = given.claim_id and uncompared.generation = given.generation
        order by uncompared.claim_id
        for update of uncompared
    )
    delete from uncompared using compared where uncompared.claim_id = compared.claim_id;
end
$$;

CREATE TABLE claims (
    id uuid NOT NULL,
    source_id integer NOT NULL,
    external_id text,
    phrase_id bigint NOT NULL,
    dimension text NOT NULL,
    place_key text NOT NULL,
    subject_key text NOT NULL,
    period_end date NOT NULL,
    published_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    retracts boolean NOT NULL,
    superseded_by uuid,
    body text NOT NULL,
    low_inside double precision,
    high_inside double precision,
    load_id uuid,
    withdrawn_at timestamp with time zone,
    topic_id bigint,
    country text
)
WITH (fillfactor='85');

CREATE TABLE claims_before (
    claim_id uuid NOT NULL,
    superseded_by uuid,
    withdrawn_at timestamp with time zone,
    known_to timestamp with time zone NOT NULL
);

CREATE VIEW past.claims AS
 SELECT claims.id,
    claims.source_id,
    claims.external_id,
    claims.phrase_id,
    claims.dimension,
    claims.place_key,
    claims.subject_key,
    claims.period_end,
    claims.published_at,
    claims.received_at,
    claims.retracts,
        CASE
            WHEN (earlier.claim_id IS NULL) THEN claims.superseded_by
            ELSE earlier.superseded_by
        END AS superseded_by,
    claims.body,
    claims.low_inside,
    claims.high_inside,
    claims.load_id,
        CASE
            WHEN (earlier.claim_id IS NULL) THEN claims.withdrawn_at
            ELSE earlier.withdrawn_at
        END AS withdrawn_at,
    claims.topic_id,
    claims.country
   FROM (claims
     LEFT JOIN LATERAL ( SELECT claims_before.claim_id,
            claims_before.superseded_by,
            claims_before.withdrawn_at
           FROM claims_before
          WHERE ((claims_before.claim_id = claims.id) AND (claims_before.known_to > past.moment()))
          ORDER BY claims_before.known_to
         LIMIT 1) earlier ON (true))
  WHERE (claims.received_at <= past.moment());

CREATE TABLE disputes (
    id uuid NOT NULL,
    head_id bigint,
    status text DEFAULT 'open'::text NOT NULL,
    resolution text,
    note text,
    closed_by_service boolean DEFAULT false NOT NULL,
    settles_at timestamp with time zone,
    outline text NOT NULL,
    state text NOT NULL,
    decided text,
    severity_rank smallint NOT NULL,
    period_end date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    merged_into uuid,
    version integer DEFAULT 1 NOT NULL,
    announced_version integer DEFAULT 0 NOT NULL,
    announced_at timestamp with time zone,
    assignee text,
    recommended text,
    known_since timestamp with time zone DEFAULT clock_timestamp(),
    is_stale boolean DEFAULT false NOT NULL,
    passed_version integer DEFAULT 0 NOT NULL,
    CONSTRAINT disputes_status CHECK ((status = ANY (ARRAY['open'::text, 'acknowledged'::text, 'resolved'::text, 'dismissed'::text])))
);

CREATE TABLE disputes_before (
    dispute_id uuid NOT NULL,
    head_id bigint,
    status text NOT NULL,
    resolution text,
    note text,
    closed_by_service boolean NOT NULL,
    settles_at timestamp with time zone,
    outline text NOT NULL,
    severity_rank smallint NOT NULL,
    period_end date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    merged_into uuid,
    version integer NOT NULL,
    assignee text,
    recommended text,
    known_since timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    is_stale boolean DEFAULT false NOT NULL
);

CREATE VIEW past.disputes AS
 SELECT disputes.id,
    disputes.head_id,
    disputes.status,
    disputes.resolution,
    disputes.note,
    disputes.closed_by_service,
    disputes.settles_at,
    disputes.outline,
    '[0,[],[],[],0,0,""]'::text AS state,
    NULL::text AS decided,
    disputes.severity_rank,
    disputes.period_end,
    disputes.opened_at,
    disputes.updated_at,
    disputes.merged_into,
    disputes.version,
    disputes.version AS announced_version,
    NULL::timestamp with time zone AS announced_at,
    disputes.assignee,
    disputes.recommended,
    disputes.known_since,
    disputes.is_stale,
    disputes.version AS passed_version
   FROM disputes
  WHERE (disputes.known_since <= past.moment())
UNION ALL
 SELECT disputes_before.dispute_id AS id,
    disputes_before.head_id,
    disputes_before.status,
    disputes_before.resolution,
    disputes_before.note,
    disputes_before.closed_by_service,
    disputes_before.settles_at,
    disputes_before.outline,
    '[0,[],[],[],0,0,""]'::text AS state,
    NULL::text AS decided,
    disputes_before.severity_rank,
    disputes_before.period_end,
    disputes_before.opened_at,
    disputes_before.updated_at,
    disputes_before.merged_into,
    disputes_before.version,
    disputes_before.version AS announced_version,
    NULL::timestamp with time zone AS announced_at,
    disputes_before.assignee,
    disputes_before.recommended,
    disputes_before.known_since,
    disputes_before.is_stale,
    disputes_before.version AS passed_version
   FROM disputes_before
  WHERE ((disputes_before.known_since <= past.moment()) AND (disputes_before.known_to > past.moment()));

CREATE TABLE dispute_history (
    id bigint NOT NULL,
    dispute_id uuid NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    changes text NOT NULL,
    status text NOT NULL,
    resolution text,
    note text,
    assignee text,
    recommended text
);

CREATE VIEW past.dispute_history AS
 SELECT dispute_history.id,
    dispute_history.dispute_id,
    dispute_history.version,
    dispute_history.at,
    dispute_history.actor,
    dispute_history.changes,
    dispute_history.status,
    dispute_history.resolution,
    dispute_history.note,
    dispute_history.assignee,
    dispute_history.recommended
   FROM (dispute_history
     JOIN past.disputes ON (((disputes.id = dispute_history.dispute_id) AND (disputes.version >= dispute_history.version))));

CREATE TABLE figures (
    claim_id uuid NOT NULL,
    question_id bigint NOT NULL,
    source_id integer NOT NULL,
    low numeric,
    high numeric,
    low_open boolean NOT NULL,
    high_open boolean NOT NULL,
    stated_low numeric,
    stated_high numeric,
    stated_low_open boolean NOT NULL,
    stated_high_open boolean NOT NULL,
    as_given text NOT NULL,
    claimant text,
    quote text,
    published_at timestamp with time zone NOT NULL,
    known_since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    url text
);

CREATE TABLE figures_before (
    claim_id uuid NOT NULL,
    question_id bigint NOT NULL,
    source_id integer NOT NULL,
    known_since timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL
);

CREATE VIEW past.figures AS
 SELECT figures.claim_id,
    figures.question_id,
    figures.source_id,
    figures.known_since
   FROM figures
  WHERE (figures.known_since <= past.moment())
UNION ALL
 SELECT figures_before.claim_id,
    figures_before.question_id,
    figures_before.source_id,
    figures_before.known_since
   FROM figures_before
  WHERE ((figures_before.known_since <= past.moment()) AND (figures_before.known_to > past.moment()));

CREATE TABLE question_guests (
    question_id bigint NOT NULL,
    dispute_id uuid NOT NULL,
    known_since timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE question_guests_before (
    question_id bigint NOT NULL,
    dispute_id uuid NOT NULL,
    known_since timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL
);

CREATE VIEW past.question_guests AS
 SELECT question_guests.question_id,
    question_guests.dispute_id,
    question_guests.known_since
   FROM question_guests
  WHERE (question_guests.known_since <= past.moment())
UNION ALL
 SELECT question_guests_before.question_id,
    question_guests_before.dispute_id,
    question_guests_before.known_since
   FROM question_guests_before
  WHERE ((question_guests_before.known_since <= past.moment()) AND (question_guests_before.known_to > past.moment()));

CREATE TABLE questions (
    id bigint NOT NULL,
    key text NOT NULL,
    phrase text NOT NULL,
    place_key text NOT NULL,
    period_end date NOT NULL,
    dispute_id uuid,
    is_guest boolean DEFAULT false NOT NULL,
    has_subject boolean,
    known_since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    rests_until timestamp with time zone,
    is_touched boolean DEFAULT false NOT NULL
);

CREATE TABLE questions_before (
    question_id bigint NOT NULL,
    dispute_id uuid NOT NULL,
    known_since timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL
);

CREATE VIEW past.questions AS
 SELECT questions.id,
    questions.key,
    questions.phrase,
    questions.place_key,
    questions.period_end,
    questions.dispute_id,
    questions.is_guest,
    questions.has_subject,
    questions.known_since,
    NULL::timestamp with time zone AS rests_until,
    false AS is_touched
   FROM questions
  WHERE (questions.known_since <= past.moment())
UNION ALL
 SELECT questions.id,
    questions.key,
    questions.phrase,
    questions.place_key,
    questions.period_end,
    questions_before.dispute_id,
    questions.is_guest,
    questions.has_subject,
    questions_before.known_since,
    NULL::timestamp with time zone AS rests_until,
    false AS is_touched
   FROM (questions_before
     JOIN questions ON ((questions.id = questions_before.question_id)))
  WHERE ((questions_before.known_since <= past.moment()) AND (questions_before.known_to > past.moment()));

CREATE VIEW past.stated_claims AS
 SELECT id,
    source_id,
    external_id,
    phrase_id,
    dimension,
    place_key,
    subject_key,
    period_end,
    published_at,
    received_at,
    retracts,
    superseded_by,
    body,
    low_inside,
    high_inside,
    load_id,
    withdrawn_at,
    topic_id,
    country
   FROM past.claims
  WHERE ((superseded_by IS NULL) AND (withdrawn_at IS NULL) AND (NOT retracts));

CREATE VIEW past.successions AS
 SELECT superseded_by AS newer_id,
    id AS older_id
   FROM past.claims
  WHERE (superseded_by IS NOT NULL);

CREATE TABLE api_keys (
    id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL,
    scopes text[] NOT NULL,
    requests_per_minute integer,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by text,
    last_used_at timestamp with time zone,
    sources text[],
    CONSTRAINT api_keys_requests CHECK ((requests_per_minute >= 0)),
    CONSTRAINT api_keys_scopes CHECK (((cardinality(scopes) > 0) AND (scopes <@ '{read,write,admin}'::text[]))),
    CONSTRAINT api_keys_sources CHECK ((cardinality(sources) > 0))
);

CREATE TABLE article_readings (
    id uuid NOT NULL,
    article_id uuid NOT NULL,
    version integer NOT NULL,
    "position" integer NOT NULL,
    state text NOT NULL,
    claim_id uuid,
    replaced_by uuid,
    body text NOT NULL,
    decided_at timestamp with time zone,
    decided_by text,
    note text
);

CREATE TABLE articles (
    id uuid NOT NULL,
    source_key text NOT NULL,
    external_id text,
    url text,
    sha256 text NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    full_text text,
    published_at timestamp with time zone NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_by text
);

CREATE TABLE audit (
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    key_id uuid,
    act text NOT NULL,
    target text NOT NULL,
    status smallint NOT NULL,
    request_id text,
    requests integer DEFAULT 1 NOT NULL
);

ALTER TABLE audit ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE conflict_history (
    id bigint NOT NULL,
    conflict_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    act text NOT NULL,
    status text NOT NULL,
    resolution text,
    note text
);

ALTER TABLE conflict_history ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME conflict_history_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE conflicts (
    id uuid NOT NULL,
    first_id uuid NOT NULL,
    second_id uuid NOT NULL,
    first_phrase_id bigint NOT NULL,
    second_phrase_id bigint NOT NULL,
    place_key text NOT NULL,
    period_end date NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    resolution text,
    note text,
    closed_by_service boolean DEFAULT false NOT NULL,
    severity text NOT NULL,
    severity_rank smallint NOT NULL,
    gap text NOT NULL,
    band text NOT NULL,
    score double precision NOT NULL,
    reason text NOT NULL,
    features text NOT NULL,
    policy_version text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    stale text,
    CONSTRAINT conflicts_band CHECK ((band = ANY (ARRAY['confirmed'::text, 'suggested'::text]))),
    CONSTRAINT conflicts_of_two_claims CHECK ((first_id <> second_id)),
    CONSTRAINT conflicts_status CHECK ((status = ANY (ARRAY['open'::text, 'acknowledged'::text, 'resolved'::text, 'dismissed'::text])))
);

CREATE TABLE deliveries (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    leased_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_attempt_at timestamp with time zone,
    response_status integer,
    response_start text,
    error text,
    duration_milliseconds integer,
    CONSTRAINT deliveries_status CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);

ALTER TABLE dispute_history ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dispute_history_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE dispute_marks (
    id bigint NOT NULL,
    claim_id uuid NOT NULL
);

ALTER TABLE dispute_marks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME dispute_marks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE dispute_pages (
    dispute_id uuid NOT NULL,
    pages text NOT NULL
);

CREATE TABLE endpoint_secrets (
    endpoint_id uuid NOT NULL,
    secret text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone
);

CREATE TABLE endpoints (
    id uuid NOT NULL,
    url text NOT NULL,
    description text,
    format text DEFAULT 'standard'::text NOT NULL,
    event_types text[],
    metrics text[],
    sources text[],
    places text[],
    minimal_severity_rank smallint DEFAULT 0 NOT NULL,
    bands text[] DEFAULT '{confirmed}'::text[] NOT NULL,
    digest_size integer DEFAULT 1 NOT NULL,
    concurrency integer DEFAULT 4 NOT NULL,
    disabled_reason text,
    failing_since timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    names_version smallint DEFAULT 0 NOT NULL,
    ours boolean DEFAULT false NOT NULL,
    CONSTRAINT endpoints_concurrency CHECK (((concurrency >= 1) AND (concurrency <= 64))),
    CONSTRAINT endpoints_digest CHECK (((digest_size >= 1) AND (digest_size <= 1000))),
    CONSTRAINT endpoints_format CHECK ((format = ANY (ARRAY['standard'::text, 'slack'::text, 'teams'::text])))
);

CREATE TABLE erased_claims (
    claim_id uuid NOT NULL,
    erased_at timestamp with time zone NOT NULL,
    erased_by text NOT NULL,
    why text
);

CREATE TABLE events (
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    data text NOT NULL,
    metrics text[] NOT NULL,
    sources text[] NOT NULL,
    places text[] NOT NULL,
    severity_rank smallint,
    band text,
    written_by xid8 DEFAULT feed_transaction() NOT NULL,
    sequence bigint
);

ALTER TABLE events ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME events_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE feed_offset (
    is_only boolean DEFAULT true NOT NULL,
    transactions bigint DEFAULT 0 NOT NULL,
    CONSTRAINT feed_offset_has_one_row CHECK (is_only)
);

CREATE TABLE feed_state (
    is_only boolean DEFAULT true NOT NULL,
    last bigint DEFAULT 0 NOT NULL,
    removed_to bigint DEFAULT 0 NOT NULL,
    CONSTRAINT feed_state_has_one_row CHECK (is_only)
);

CREATE TABLE idempotency_keys (
    owner uuid NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    claim_id uuid NOT NULL,
    reserved_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    status smallint,
    answer text,
    CONSTRAINT idempotency_keys_answered CHECK (((status IS NULL) = (answer IS NULL)))
);

CREATE TABLE judgements (
    id uuid NOT NULL,
    first_phrase_id bigint NOT NULL,
    second_phrase_id bigint NOT NULL,
    verdict text NOT NULL,
    author text NOT NULL,
    note text,
    synonym_of bigint,
    made_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by text,
    CONSTRAINT judgements_of_two CHECK ((first_phrase_id < second_phrase_id)),
    CONSTRAINT judgements_verdict CHECK ((verdict = ANY (ARRAY['same'::text, 'different'::text])))
);

CREATE TABLE links (
    id uuid NOT NULL,
    hash bytea NOT NULL,
    name text NOT NULL,
    key_id uuid,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by text,
    dispute_id uuid,
    filters text
);

CREATE TABLE loads (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    actor text,
    name text,
    withdrawn_at timestamp with time zone,
    withdrawn_by text
);

CREATE TABLE metrics (
    phrase_id bigint NOT NULL,
    name text NOT NULL,
    definition text,
    measure text,
    cumulative boolean,
    unit text,
    synonyms text[] NOT NULL,
    tolerance_relative_percent numeric,
    tolerance_absolute numeric,
    tolerance_unit text,
    tolerance_base numeric,
    tolerance_dimension text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    updated_by text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT metrics_measure CHECK ((measure = ANY (ARRAY['stock'::text, 'flow'::text]))),
    CONSTRAINT metrics_tolerance CHECK ((((tolerance_relative_percent IS NULL) OR ((tolerance_relative_percent >= (0)::numeric) AND (tolerance_relative_percent <= '1000000000'::numeric))) AND ((tolerance_base IS NULL) OR ((tolerance_base >= (0)::numeric) AND (tolerance_base <= '1000000000000000000000000000000000000000000000000000000000000'::numeric)))))
);

CREATE TABLE migrations (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE past_state (
    is_only boolean DEFAULT true NOT NULL,
    kept_from timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT past_state_has_one_row CHECK (is_only)
);

CREATE TABLE phrase_classes (
    phrase_id bigint NOT NULL,
    class_id bigint NOT NULL
);

CREATE TABLE phrase_edges (
    phrase_id bigint NOT NULL,
    neighbour_id bigint NOT NULL,
    band text,
    score double precision NOT NULL,
    judged text,
    CONSTRAINT phrase_edges_band CHECK ((band = ANY (ARRAY['confirmed'::text, 'suggested'::text]))),
    CONSTRAINT phrase_edges_judged CHECK ((judged = ANY (ARRAY['same'::text, 'different'::text])))
);

CREATE TABLE phrase_tolerances (
    phrase_id bigint NOT NULL,
    relative_percent numeric,
    absolute numeric,
    dimension text
);

CREATE TABLE phrases (
    id bigint NOT NULL,
    phrase text NOT NULL,
    metric text NOT NULL,
    keys integer[] NOT NULL,
    linked boolean DEFAULT false NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    metric_id uuid DEFAULT (encode(set_bit(set_bit(OVERLAY(uuid_send(gen_random_uuid()) PLACING SUBSTRING(int8send(((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint) FROM 3) FROM 1 FOR 6), (52)::bigint, 1), (53)::bigint, 1), 'hex'::text))::uuid NOT NULL,
    as_given text NOT NULL,
    keys_version bigint DEFAULT 0 NOT NULL
);

ALTER TABLE phrases ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME phrases_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE question_links (
    question_id bigint NOT NULL,
    other_id bigint NOT NULL
);

ALTER TABLE questions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME questions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE UNLOGGED TABLE rate_windows (
    key_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    used integer NOT NULL
);

CREATE TABLE registry_state (
    id boolean DEFAULT true NOT NULL,
    epoch bigint DEFAULT 1 NOT NULL,
    CONSTRAINT registry_state_is_one_row CHECK (id)
);

CREATE TABLE requeued_phrases (
    phrase_id bigint NOT NULL
);

CREATE TABLE retention (
    what text NOT NULL,
    days integer NOT NULL,
    CONSTRAINT retention_days CHECK ((days > 0)),
    CONSTRAINT retention_what CHECK ((what = ANY (ARRAY['events'::text, 'history'::text, 'audit'::text, 'past'::text])))
);

CREATE TABLE saved_searches (
    id uuid NOT NULL,
    key_id uuid,
    actor text NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE sessions (
    hash bytea NOT NULL,
    key_id uuid NOT NULL,
    person text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE source_lags (
    source_id integer NOT NULL,
    behind_id integer NOT NULL,
    days integer NOT NULL,
    since timestamp with time zone NOT NULL
);

CREATE TABLE sources (
    id integer NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    key_version smallint DEFAULT 0 NOT NULL,
    merged_into integer,
    ours boolean DEFAULT false NOT NULL
);

ALTER TABLE sources ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME sources_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE stale_figures (
    claim_id uuid NOT NULL,
    source_id integer NOT NULL,
    behind_id integer NOT NULL,
    days integer NOT NULL,
    period_end date NOT NULL,
    earlier_id uuid NOT NULL
);

CREATE VIEW stated_claims AS
 SELECT id,
    source_id,
    external_id,
    phrase_id,
    dimension,
    place_key,
    subject_key,
    period_end,
    published_at,
    received_at,
    retracts,
    superseded_by,
    body,
    low_inside,
    high_inside,
    load_id,
    withdrawn_at,
    topic_id,
    country
   FROM claims
  WHERE ((superseded_by IS NULL) AND (withdrawn_at IS NULL) AND (NOT retracts));

CREATE TABLE successions (
    newer_id uuid NOT NULL,
    older_id uuid NOT NULL
);

CREATE TABLE told_findings (
    claim_id uuid NOT NULL,
    beside_id uuid NOT NULL
);

CREATE TABLE topic_edges (
    topic_id bigint NOT NULL,
    neighbour_id bigint NOT NULL
);

CREATE TABLE topics (
    id bigint NOT NULL,
    hash uuid NOT NULL,
    topic text NOT NULL,
    words integer[] NOT NULL,
    rarest integer[] NOT NULL,
    linked boolean DEFAULT false NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE topics ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME topics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE uncompared (
    claim_id uuid NOT NULL,
    generation bigint DEFAULT 1 NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    reason text,
    next_try_at timestamp with time zone DEFAULT to_timestamp((0)::double precision) NOT NULL,
    leased_until timestamp with time zone DEFAULT to_timestamp((0)::double precision) NOT NULL
);

CREATE SEQUENCE uncompared_generations
    START WITH 2
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_one_per_hash UNIQUE (hash);

ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY article_readings
    ADD CONSTRAINT article_readings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (id);

ALTER TABLE ONLY audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY claims_before
    ADD CONSTRAINT claims_before_pkey PRIMARY KEY (claim_id, known_to);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_one_per_external_id UNIQUE (source_id, external_id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_pkey PRIMARY KEY (id);

ALTER TABLE ONLY conflict_history
    ADD CONSTRAINT conflict_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY conflicts
    ADD CONSTRAINT conflicts_one_per_pair UNIQUE (first_id, second_id);

ALTER TABLE ONLY conflicts
    ADD CONSTRAINT conflicts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY deliveries
    ADD CONSTRAINT deliveries_one_per_endpoint UNIQUE (event_id, endpoint_id);

ALTER TABLE ONLY deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY dispute_history
    ADD CONSTRAINT dispute_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY dispute_marks
    ADD CONSTRAINT dispute_marks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY dispute_pages
    ADD CONSTRAINT dispute_pages_pkey PRIMARY KEY (dispute_id);

ALTER TABLE ONLY disputes
    ADD CONSTRAINT disputes_one_per_head UNIQUE (head_id);

ALTER TABLE ONLY disputes
    ADD CONSTRAINT disputes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY endpoint_secrets
    ADD CONSTRAINT endpoint_secrets_pkey PRIMARY KEY (endpoint_id, secret);

ALTER TABLE ONLY endpoints
    ADD CONSTRAINT endpoints_pkey PRIMARY KEY (id);

ALTER TABLE ONLY erased_claims
    ADD CONSTRAINT erased_claims_pkey PRIMARY KEY (claim_id);

ALTER TABLE ONLY events
    ADD CONSTRAINT events_id_key UNIQUE (id);

ALTER TABLE ONLY events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY feed_offset
    ADD CONSTRAINT feed_offset_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY feed_state
    ADD CONSTRAINT feed_state_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY figures
    ADD CONSTRAINT figures_pkey PRIMARY KEY (claim_id);

ALTER TABLE ONLY idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (owner, key);

ALTER TABLE ONLY judgements
    ADD CONSTRAINT judgements_pkey PRIMARY KEY (id);

ALTER TABLE ONLY links
    ADD CONSTRAINT links_hash_key UNIQUE (hash);

ALTER TABLE ONLY links
    ADD CONSTRAINT links_pkey PRIMARY KEY (id);

ALTER TABLE ONLY loads
    ADD CONSTRAINT loads_pkey PRIMARY KEY (id);

ALTER TABLE ONLY metrics
    ADD CONSTRAINT metrics_pkey PRIMARY KEY (phrase_id);

ALTER TABLE ONLY migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY past_state
    ADD CONSTRAINT past_state_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY phrase_classes
    ADD CONSTRAINT phrase_classes_pkey PRIMARY KEY (phrase_id);

ALTER TABLE ONLY phrase_edges
    ADD CONSTRAINT phrase_edges_pkey PRIMARY KEY (phrase_id, neighbour_id);

ALTER TABLE ONLY phrase_tolerances
    ADD CONSTRAINT phrase_tolerances_pkey PRIMARY KEY (phrase_id);

ALTER TABLE ONLY phrases
    ADD CONSTRAINT phrases_one_per_metric_id UNIQUE (metric_id);

ALTER TABLE ONLY phrases
    ADD CONSTRAINT phrases_one_per_text UNIQUE (phrase);

ALTER TABLE ONLY phrases
    ADD CONSTRAINT phrases_pkey PRIMARY KEY (id);

ALTER TABLE ONLY question_guests
    ADD CONSTRAINT question_guests_pkey PRIMARY KEY (dispute_id, question_id);

ALTER TABLE ONLY question_links
    ADD CONSTRAINT question_links_pkey PRIMARY KEY (question_id, other_id);

ALTER TABLE ONLY questions
    ADD CONSTRAINT questions_one_per_key UNIQUE (key);

ALTER TABLE ONLY questions
    ADD CONSTRAINT questions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY rate_windows
    ADD CONSTRAINT rate_windows_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY registry_state
    ADD CONSTRAINT registry_state_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requeued_phrases
    ADD CONSTRAINT requeued_phrases_pkey PRIMARY KEY (phrase_id);

ALTER TABLE ONLY retention
    ADD CONSTRAINT retention_pkey PRIMARY KEY (what);

ALTER TABLE ONLY saved_searches
    ADD CONSTRAINT saved_searches_one_name UNIQUE NULLS NOT DISTINCT (key_id, actor, name);

ALTER TABLE ONLY saved_searches
    ADD CONSTRAINT saved_searches_pkey PRIMARY KEY (id);

ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY source_lags
    ADD CONSTRAINT source_lags_pkey PRIMARY KEY (source_id, behind_id, days);

ALTER TABLE ONLY sources
    ADD CONSTRAINT sources_one_per_key UNIQUE (key);

ALTER TABLE ONLY sources
    ADD CONSTRAINT sources_pkey PRIMARY KEY (id);

ALTER TABLE ONLY stale_figures
    ADD CONSTRAINT stale_figures_pkey PRIMARY KEY (claim_id, behind_id);

ALTER TABLE ONLY successions
    ADD CONSTRAINT successions_pkey PRIMARY KEY (newer_id, older_id);

ALTER TABLE ONLY told_findings
    ADD CONSTRAINT told_findings_pkey PRIMARY KEY (claim_id, beside_id);

ALTER TABLE ONLY topic_edges
    ADD CONSTRAINT topic_edges_pkey PRIMARY KEY (topic_id, neighbour_id);

ALTER TABLE ONLY topics
    ADD CONSTRAINT topics_one_per_key UNIQUE (hash);

ALTER TABLE ONLY topics
    ADD CONSTRAINT topics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY uncompared
    ADD CONSTRAINT uncompared_pkey PRIMARY KEY (claim_id);

CREATE INDEX article_readings_by_article ON article_readings USING btree (article_id, "position");

CREATE INDEX article_readings_by_claim ON article_readings USING btree (claim_id) WHERE (claim_id IS NOT NULL);

CREATE INDEX article_readings_waiting ON article_readings USING btree (article_id) WHERE (state = 'waiting'::text);

CREATE INDEX articles_by_external_id ON articles USING btree (source_key, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX articles_by_stored ON articles USING btree (stored_at, id);

CREATE INDEX articles_by_text ON articles USING btree (source_key, sha256);

CREATE INDEX articles_by_url ON articles USING btree (source_key, url) WHERE (url IS NOT NULL);

CREATE INDEX claims_before_by_age ON claims_before USING btree (known_to);

CREATE INDEX claims_by_load ON claims USING btree (load_id, id) WHERE (load_id IS NOT NULL);

CREATE INDEX claims_by_phrase_place_period_source ON claims USING btree (phrase_id, place_key, period_end, source_id);

CREATE INDEX claims_by_published ON claims USING btree (published_at, id);

CREATE INDEX claims_by_source ON claims USING btree (source_id, published_at, id);

CREATE INDEX claims_by_topic ON claims USING btree (topic_id, period_end, country);

CREATE INDEX claims_with_subject_by_phrase_period ON claims USING btree (phrase_id, period_end) WHERE ((subject_key <> ''::text) AND (place_key <> ''::text));

CREATE INDEX claims_without_topic ON claims USING btree (id) WHERE (topic_id IS NULL);

CREATE INDEX conflict_history_by_conflict ON conflict_history USING btree (conflict_id, id);

CREATE INDEX conflicts_by_first_phrase ON conflicts USING btree (first_phrase_id);

CREATE INDEX conflicts_by_opened ON conflicts USING btree (opened_at, id);

CREATE INDEX conflicts_by_second ON conflicts USING btree (second_id);

CREATE INDEX conflicts_by_second_phrase ON conflicts USING btree (second_phrase_id);

CREATE INDEX conflicts_by_series ON conflicts USING btree (LEAST(first_phrase_id, second_phrase_id), GREATEST(first_phrase_id, second_phrase_id), place_key, id);

CREATE INDEX conflicts_by_severity ON conflicts USING btree (severity_rank, opened_at, id);

CREATE INDEX conflicts_open ON conflicts USING btree (id) WHERE (status = 'open'::text);

CREATE INDEX conflicts_suggested ON conflicts USING btree (first_phrase_id, second_phrase_id) INCLUDE (score) WHERE ((band = 'suggested'::text) AND (status = ANY (ARRAY['open'::text, 'acknowledged'::text])) AND (first_phrase_id <> second_phrase_id));

CREATE INDEX deliveries_by_endpoint ON deliveries USING btree (endpoint_id, created_at, id);

CREATE INDEX deliveries_due ON deliveries USING btree (endpoint_id, next_attempt_at) WHERE (status = 'pending'::text);

CREATE INDEX deliveries_failed ON deliveries USING btree (last_attempt_at) WHERE (status = 'failed'::text);

CREATE INDEX dispute_history_by_dispute ON dispute_history USING btree (dispute_id, id);

CREATE INDEX dispute_marks_by_claim ON dispute_marks USING btree (claim_id);

CREATE INDEX disputes_before_by_age ON disputes_before USING btree (known_to);

CREATE INDEX disputes_before_by_dispute ON disputes_before USING btree (dispute_id, known_to);

CREATE INDEX disputes_before_by_opened ON disputes_before USING btree (opened_at, dispute_id);

CREATE INDEX disputes_by_assignee ON disputes USING btree (assignee) WHERE (assignee IS NOT NULL);

CREATE INDEX disputes_by_opened ON disputes USING btree (opened_at, id);

CREATE INDEX disputes_by_severity ON disputes USING btree (severity_rank, opened_at, id);

CREATE INDEX disputes_by_updated ON disputes USING btree (updated_at, id);

CREATE INDEX disputes_not_announced ON disputes USING btree (announced_at) WHERE ((announced_version < version) AND (passed_version < version));

CREATE INDEX disputes_settling ON disputes USING btree (settles_at) WHERE (settles_at IS NOT NULL);

CREATE UNIQUE INDEX events_by_sequence ON events USING btree (sequence);

CREATE INDEX events_by_transaction ON events USING btree (written_by, "position");

CREATE INDEX events_not_numbered ON events USING btree (written_by, "position") WHERE (sequence IS NULL);

CREATE INDEX figures_before_by_age ON figures_before USING btree (known_to);

CREATE INDEX figures_before_by_claim ON figures_before USING btree (claim_id);

CREATE INDEX figures_before_by_question ON figures_before USING btree (question_id);

CREATE INDEX figures_by_age ON figures USING btree (question_id, published_at, claim_id);

CREATE INDEX figures_by_question ON figures USING btree (question_id, source_id);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys USING btree (reserved_at);

CREATE INDEX judgements_by_author ON judgements USING btree (author, id) WHERE (withdrawn_at IS NULL);

CREATE INDEX judgements_by_made ON judgements USING btree (made_at, id);

CREATE INDEX judgements_by_second ON judgements USING btree (second_phrase_id) WHERE (withdrawn_at IS NULL);

CREATE UNIQUE INDEX judgements_one_in_force ON judgements USING btree (first_phrase_id, second_phrase_id, COALESCE(synonym_of, (0)::bigint)) WHERE (withdrawn_at IS NULL);

CREATE INDEX links_by_key ON links USING btree (key_id, id);

CREATE INDEX phrase_classes_by_class ON phrase_classes USING btree (class_id);

CREATE INDEX phrases_by_keys ON phrases USING gin (keys) WITH (fastupdate=off);

CREATE INDEX phrases_by_keys_version ON phrases USING btree (keys_version);

CREATE INDEX phrases_not_linked ON phrases USING btree (id) WHERE (NOT linked);

CREATE INDEX question_guests_before_by_age ON question_guests_before USING btree (known_to);

CREATE INDEX question_guests_before_by_dispute ON question_guests_before USING btree (dispute_id);

CREATE INDEX question_guests_by_question ON question_guests USING btree (question_id);

CREATE INDEX questions_before_by_age ON questions_before USING btree (known_to);

CREATE INDEX questions_before_by_dispute ON questions_before USING btree (dispute_id);

CREATE INDEX questions_by_dispute ON questions USING btree (dispute_id) WHERE (dispute_id IS NOT NULL);

CREATE INDEX questions_by_period ON questions USING btree (phrase, period_end) WHERE (place_key <> ''::text);

CREATE INDEX questions_by_phrase ON questions USING btree (phrase) WHERE (dispute_id IS NOT NULL);

CREATE INDEX questions_by_place_period ON questions USING btree (place_key, period_end);

CREATE INDEX questions_by_series ON questions USING btree (phrase, place_key, period_end);

CREATE INDEX questions_touched ON questions USING btree (id) WHERE is_touched;

CREATE INDEX sessions_by_expiry ON sessions USING btree (expires_at);

CREATE INDEX sources_merged ON sources USING btree (id) WHERE (merged_into IS NOT NULL);

CREATE INDEX sources_of_other_keys ON sources USING btree (key_version);

CREATE INDEX sources_ours ON sources USING btree (id) WHERE ours;

CREATE INDEX stale_figures_by_earlier ON stale_figures USING btree (earlier_id);

CREATE INDEX stale_figures_by_sources ON stale_figures USING btree (source_id, behind_id, days, period_end);

CREATE INDEX topics_by_rarest ON topics USING gin (rarest) WITH (fastupdate=off);

CREATE INDEX topics_by_words ON topics USING gin (words) WITH (fastupdate=off);

CREATE INDEX topics_not_linked ON topics USING btree (id) WHERE (NOT linked);

CREATE INDEX uncompared_set_aside ON uncompared USING btree (claim_id) WHERE (reason IS NOT NULL);

CREATE TRIGGER audit_append_only BEFORE UPDATE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER audit_removed_by_age BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_to_remove_young();

CREATE TRIGGER audit_removed_if_set BEFORE DELETE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_remove_young();

CREATE TRIGGER claims_changed_marks AFTER UPDATE ON claims REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_claims();

CREATE TRIGGER claims_changed_successions AFTER UPDATE ON claims REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_successions();

CREATE TRIGGER claims_erased_marks AFTER DELETE ON claims REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION mark_erased_claims();

CREATE TRIGGER claims_erased_successions AFTER DELETE ON claims REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_successions();

CREATE TRIGGER conflicts_decided_marks AFTER UPDATE ON conflicts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_decided_claims();

CREATE TRIGGER disputes_versions BEFORE UPDATE ON disputes FOR EACH ROW WHEN ((((old.version IS DISTINCT FROM new.version) OR (old.outline IS DISTINCT FROM new.outline)) OR (old.is_stale IS DISTINCT FROM new.is_stale))) EXECUTE FUNCTION keep_version();

CREATE TRIGGER figures_gone AFTER DELETE ON figures REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_figures();

CREATE TRIGGER question_guests_visits AFTER DELETE ON question_guests REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_visits();

CREATE TRIGGER questions_memberships BEFORE UPDATE ON questions FOR EACH ROW WHEN ((old.dispute_id IS DISTINCT FROM new.dispute_id)) EXECUTE FUNCTION keep_membership();

CREATE TRIGGER uncompared_marks AFTER DELETE ON uncompared REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION mark_compared_claims();

ALTER TABLE ONLY article_readings
    ADD CONSTRAINT article_readings_article_id_fkey FOREIGN KEY (article_id) REFERENCES articles(id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_phrase_id_fkey FOREIGN KEY (phrase_id) REFERENCES phrases(id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id);

ALTER TABLE ONLY conflict_history
    ADD CONSTRAINT conflict_history_conflict_id_fkey FOREIGN KEY (conflict_id) REFERENCES conflicts(id);

ALTER TABLE ONLY conflicts
    ADD CONSTRAINT conflicts_first_id_fkey FOREIGN KEY (first_id) REFERENCES claims(id);

ALTER TABLE ONLY conflicts
    ADD CONSTRAINT conflicts_second_id_fkey FOREIGN KEY (second_id) REFERENCES claims(id);

ALTER TABLE ONLY deliveries
    ADD CONSTRAINT deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES endpoints(id) ON DELETE CASCADE;

ALTER TABLE ONLY deliveries
    ADD CONSTRAINT deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id);

ALTER TABLE ONLY dispute_history
    ADD CONSTRAINT dispute_history_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id);

ALTER TABLE ONLY dispute_pages
    ADD CONSTRAINT dispute_pages_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id) ON DELETE CASCADE;

ALTER TABLE ONLY disputes
    ADD CONSTRAINT disputes_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES disputes(id);

ALTER TABLE ONLY endpoint_secrets
    ADD CONSTRAINT endpoint_secrets_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES endpoints(id) ON DELETE CASCADE;

ALTER TABLE ONLY figures
    ADD CONSTRAINT figures_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id);

ALTER TABLE ONLY judgements
    ADD CONSTRAINT judgements_first_phrase_id_fkey FOREIGN KEY (first_phrase_id) REFERENCES phrases(id);

ALTER TABLE ONLY judgements
    ADD CONSTRAINT judgements_second_phrase_id_fkey FOREIGN KEY (second_phrase_id) REFERENCES phrases(id);

ALTER TABLE ONLY judgements
    ADD CONSTRAINT judgements_synonym_of_fkey FOREIGN KEY (synonym_of) REFERENCES metrics(phrase_id);

ALTER TABLE ONLY links
    ADD CONSTRAINT links_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_keys(id);

ALTER TABLE ONLY metrics
    ADD CONSTRAINT metrics_phrase_id_fkey FOREIGN KEY (phrase_id) REFERENCES phrases(id);

ALTER TABLE ONLY phrase_classes
    ADD CONSTRAINT phrase_classes_phrase_id_fkey FOREIGN KEY (phrase_id) REFERENCES phrases(id);

ALTER TABLE ONLY phrase_edges
    ADD CONSTRAINT phrase_edges_neighbour_id_fkey FOREIGN KEY (neighbour_id) REFERENCES phrases(id);

ALTER TABLE ONLY phrase_edges
    ADD CONSTRAINT phrase_edges_phrase_id_fkey FOREIGN KEY (phrase_id) REFERENCES phrases(id);

ALTER TABLE ONLY phrase_tolerances
    ADD CONSTRAINT phrase_tolerances_phrase_id_fkey FOREIGN KEY (phrase_id) REFERENCES phrases(id);

ALTER TABLE ONLY question_guests
    ADD CONSTRAINT question_guests_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id);

ALTER TABLE ONLY question_guests
    ADD CONSTRAINT question_guests_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id);

ALTER TABLE ONLY question_links
    ADD CONSTRAINT question_links_other_id_fkey FOREIGN KEY (other_id) REFERENCES questions(id);

ALTER TABLE ONLY question_links
    ADD CONSTRAINT question_links_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id);

ALTER TABLE ONLY questions
    ADD CONSTRAINT questions_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id);

ALTER TABLE ONLY saved_searches
    ADD CONSTRAINT saved_searches_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_keys(id);

ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_keys(id);

ALTER TABLE ONLY sources
    ADD CONSTRAINT sources_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES sources(id);
