-- What was known on a day: of claims, disputes and what disputes are found by, the rows that stood before the present
-- ones are kept, each with the moment at which it went. The views of the schema `past` have the names and columns of the
-- tables and show them as of `past.moment()`: with that schema in front of the search path, the queries that read the
-- present read the past, and nothing is worked out anew.

create table past_state (
    is_only boolean primary key default true,
    kept_from timestamptz not null default now(),   -- of what went before, nothing is known any more
    constraint past_state_has_one_row check (is_only)
);
insert into past_state default values;

alter table retention drop constraint retention_what;
alter table retention add constraint retention_what check (what in ('events', 'history', 'audit', 'past'));

-- A claim is written once; what changes is whether it is in force.
create table claims_before (
    claim_id uuid not null,
    superseded_by uuid,
    withdrawn_at timestamptz,
    known_to timestamptz not null,
    primary key (claim_id, known_to)
);
create index claims_before_by_age on claims_before (known_to);

create or replace function mark_changed_claims() returns trigger language plpgsql as $$
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

-- A version of a dispute, from when to when it stood. What two versions are told apart by is not kept.
alter table disputes add column known_since timestamptz default now();   -- null: it told of a claim that was erased
alter table disputes alter column known_since set default clock_timestamp();

create table disputes_before (
    dispute_id uuid not null,
    head_id bigint,
    status text not null,
    resolution text,
    note text,
    closed_by_service boolean not null,
    settles_at timestamptz,
    outline text not null,
    severity_rank smallint not null,
    period_end date not null,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    merged_into uuid,
    version integer not null,
    assignee text,
    recommended text,
    known_since timestamptz not null,
    known_to timestamptz not null
);
create index disputes_before_by_dispute on disputes_before (dispute_id, known_to);
create index disputes_before_by_opened on disputes_before (opened_at, dispute_id);
create index disputes_before_by_age on disputes_before (known_to);

create function keep_version() returns trigger language plpgsql as $$
begin
    new.known_since := clock_timestamp();
    if old.known_since is not null then
        insert into disputes_before values (
            old.id, old.head_id, old.status, old.resolution, old.note, old.closed_by_service, old.settles_at, old.outline,
            old.severity_rank, old.period_end, old.opened_at, old.updated_at, old.merged_into, old.version, old.assignee,
            old.recommended, old.known_since, new.known_since
        );
    end if;
    return new;
end
$$;

create trigger disputes_versions before update on disputes
for each row when (old.version is distinct from new.version or old.outline is distinct from new.outline)
execute function keep_version();

-- What disputes are found by.
alter table questions add column known_since timestamptz not null default now();
alter table questions alter column known_since set default clock_timestamp();

create table questions_before (
    question_id bigint not null,
    dispute_id uuid not null,
    known_since timestamptz not null,
    known_to timestamptz not null
);
create index questions_before_by_dispute on questions_before (dispute_id);
create index questions_before_by_age on questions_before (known_to);

create function keep_membership() returns trigger language plpgsql as $$
begin
    new.known_since := clock_timestamp();
    if old.dispute_id is not null then
        insert into questions_before values (old.id, old.dispute_id, old.known_since, new.known_since);
    end if;
    return new;
end
$$;

create trigger questions_memberships before update on questions
for each row when (old.dispute_id is distinct from new.dispute_id) execute function keep_membership();

alter table question_guests add column known_since timestamptz not null default now();
alter table question_guests alter column known_since set default clock_timestamp();

create table question_guests_before (
    question_id bigint not null,
    dispute_id uuid not null,
    known_since timestamptz not null,
    known_to timestamptz not null
);
create index question_guests_before_by_dispute on question_guests_before (dispute_id);
create index question_guests_before_by_age on question_guests_before (known_to);

create function keep_visits() returns trigger language plpgsql as $$
begin
    insert into question_guests_before select question_id, dispute_id, known_since, clock_timestamp() from gone;
    return null;
end
$$;

create trigger question_guests_visits after delete on question_guests referencing old table as gone
for each statement execute function keep_visits();

alter table figures add column known_since timestamptz not null default now();
alter table figures alter column known_since set default clock_timestamp();

create table figures_before (
    claim_id uuid not null,
    question_id bigint not null,
    source_id integer not null,
    known_since timestamptz not null,
    known_to timestamptz not null
);
create index figures_before_by_question on figures_before (question_id);
create index figures_before_by_claim on figures_before (claim_id);
create index figures_before_by_age on figures_before (known_to);

create function keep_figures() returns trigger language plpgsql as $$
begin
    insert into figures_before
    select gone.claim_id, gone.question_id, gone.source_id, gone.known_since, clock_timestamp()
    from gone
    where exists (select from claims where claims.id = gone.claim_id);
    return null;
end
$$;

create trigger figures_gone after delete on figures referencing old table as gone
for each statement execute function keep_figures();

-- What is erased is erased from the past, too: what told of it is not kept, and what tells of it now will not be.
create or replace function mark_erased_claims() returns trigger language plpgsql as $$
begin
    insert into dispute_marks (claim_id) select id from gone;
    delete from claims_before using gone where claims_before.claim_id = gone.id;
    delete from figures_before using gone where figures_before.claim_id = gone.id;
    delete from disputes_before using gone where position(gone.id::text in disputes_before.outline) > 0;
    update disputes set known_since = null from gone where position(gone.id::text in disputes.outline) > 0;
    return null;
end
$$;

create schema past;

create function past.moment() returns timestamptz language sql stable as $$
    select current_setting('claimdiff.known_on')::timestamptz
$$;

create view past.claims as
select
    claims.id, claims.source_id, claims.external_id, claims.phrase_id, claims.dimension, claims.place_key,
    claims.subject_key, claims.period_end, claims.published_at, claims.received_at, claims.retracts,
    case when earlier.claim_id is null then claims.superseded_by else earlier.superseded_by end as superseded_by,
    claims.body, claims.low_inside, claims.high_inside, claims.load_id,
    case when earlier.claim_id is null then claims.withdrawn_at else earlier.withdrawn_at end as withdrawn_at,
    claims.topic_id, claims.country
from claims
left join lateral (
    select claims_before.claim_id, claims_before.superseded_by, claims_before.withdrawn_at
    from claims_before
    where claims_before.claim_id = claims.id and claims_before.known_to > past.moment()
    order by claims_before.known_to
    limit 1
) as earlier on true
where claims.received_at <= past.moment();

create view past.disputes as
select
    id, head_id, status, resolution, note, closed_by_service, settles_at, outline,
    '[0,[],[],[],0,0,""]'::text as state, null::text as decided, severity_rank, period_end, opened_at, updated_at,
    merged_into, version, version as announced_version, null::timestamptz as announced_at, assignee, recommended,
    known_since
from disputes
where known_since <= past.moment()
union all
select
    dispute_id, head_id, status, resolution, note, closed_by_service, settles_at, outline,
    '[0,[],[],[],0,0,""]'::text, null::text, severity_rank, period_end, opened_at, updated_at, merged_into, version,
    version, null::timestamptz, assignee, recommended, known_since
from disputes_before
where known_since <= past.moment() and known_to > past.moment();

create view past.dispute_history as
select dispute_history.*
from dispute_history
join past.disputes on disputes.id = dispute_history.dispute_id and disputes.version >= dispute_history.version;

create view past.questions as
select id, key, phrase, place_key, period_end, dispute_id, is_guest, has_subject, known_since
from questions
where known_since <= past.moment()
union all
select
    questions.id, questions.key, questions.phrase, questions.place_key, questions.period_end, questions_before.dispute_id,
    questions.is_guest, questions.has_subject, questions_before.known_since
from questions_before
join questions on questions.id = questions_before.question_id
where questions_before.known_since <= past.moment() and questions_before.known_to > past.moment();

create view past.question_guests as
select question_id, dispute_id, known_since from question_guests where known_since <= past.moment()
union all
select question_id, dispute_id, known_since
from question_guests_before
where known_since <= past.moment() and known_to > past.moment();

-- Only which claim stood under which question: what it says stands in the claim.
create view past.figures as
select claim_id, question_id, source_id, known_since from figures where known_since <= past.moment()
union all
select claim_id, question_id, source_id, known_since
from figures_before
where known_since <= past.moment() and known_to > past.moment();
