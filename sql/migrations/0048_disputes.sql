-- Disputes: one row for one question on which sources exclude each other, however many pairs these are. All of it but a
-- dispute's life is derived from the claims in force. What is still to be derived is marked by the change itself, in its
-- transaction: when a claim is compared to its end, superseded, restored, withdrawn, moved to another source or erased.

create table dispute_marks (
    id bigint generated always as identity primary key,
    claim_id uuid not null
);

create index dispute_marks_by_claim on dispute_marks (claim_id);

create table disputes (
    id uuid primary key,
    head_id bigint,                         -- the head's question; null when it has gone into another dispute
    status text not null default 'open',
    resolution text,
    note text,
    closed_by_service boolean not null default false,
    settles_at timestamptz,                 -- nobody excludes anybody any more: it is closed if that lasts
    outline text not null,                  -- JSON: all that follows from the claims, as it is answered
    state text not null,                    -- JSON: what the next version is told apart by
    decided text,                           -- JSON: the state that a person has decided on
    severity_rank smallint not null,
    period_end date not null,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    merged_into uuid references disputes (id),
    version integer not null default 1,
    announced_version integer not null default 0,
    announced_at timestamptz,
    constraint disputes_one_per_head unique (head_id),
    constraint disputes_status check (status in ('open', 'acknowledged', 'resolved', 'dismissed'))
);

create index disputes_by_opened on disputes (opened_at, id);
create index disputes_by_severity on disputes (severity_rank, opened_at, id);
create index disputes_by_updated on disputes (updated_at, id);
create index disputes_settling on disputes (settles_at) where settles_at is not null;
create index disputes_not_announced on disputes (announced_at) where announced_version < version;

create table questions (
    id bigint generated always as identity primary key,
    key text not null,
    phrase text not null,
    place_key text not null,                -- '' when none is named
    period_end date not null,
    dispute_id uuid references disputes (id),
    is_guest boolean not null default false,
    constraint questions_one_per_key unique (key)
);

create index questions_by_dispute on questions (dispute_id) where dispute_id is not null;
create index questions_by_phrase on questions (phrase) where dispute_id is not null;

-- A question is a guest of disputes of other heads.
create table question_guests (
    question_id bigint not null references questions (id),
    dispute_id uuid not null references disputes (id),
    primary key (dispute_id, question_id)
);

create index question_guests_by_question on question_guests (question_id);

-- Questions of which claims have conflicted, both ways: they may belong together.
create table question_links (
    question_id bigint not null references questions (id),
    other_id bigint not null references questions (id),
    primary key (question_id, other_id)
);

-- The claims in force, by their exact ends. No foreign key to claims: one that is erased goes from here a little later.
create table figures (
    claim_id uuid primary key,
    question_id bigint not null references questions (id),
    source_id integer not null,
    low numeric,
    high numeric,
    low_open boolean not null,
    high_open boolean not null,
    stated_low numeric,
    stated_high numeric,
    stated_low_open boolean not null,
    stated_high_open boolean not null,
    as_given text not null,
    claimant text,
    quote text,
    published_at timestamptz not null
);

create index figures_by_question on figures (question_id, source_id);

create table dispute_history (
    id bigint generated always as identity primary key,
    dispute_id uuid not null references disputes (id),
    version integer not null,
    at timestamptz not null,
    actor text not null,
    changes text not null,                  -- JSON: the names of what has changed
    status text not null,
    resolution text,
    note text
);

create index dispute_history_by_dispute on dispute_history (dispute_id, id);

create function mark_compared_claims() returns trigger language plpgsql as $$
begin
    insert into dispute_marks (claim_id) select claim_id from gone;
    return null;
end
$$;

create trigger uncompared_marks after delete on uncompared referencing old table as gone
for each statement execute function mark_compared_claims();

create function mark_changed_claims() returns trigger language plpgsql as $$
begin
    insert into dispute_marks (claim_id)
    select new_rows.id
    from new_rows
    join old_rows on old_rows.id = new_rows.id
    where (new_rows.superseded_by, new_rows.withdrawn_at, new_rows.source_id)
        is distinct from (old_rows.superseded_by, old_rows.withdrawn_at, old_rows.source_id);
    return null;
end
$$;

create trigger claims_changed_marks after update on claims referencing old table as old_rows new table as new_rows
for each statement execute function mark_changed_claims();

create function mark_erased_claims() returns trigger language plpgsql as $$
begin
    insert into dispute_marks (claim_id) select id from gone;
    return null;
end
$$;

create trigger claims_erased_marks after delete on claims referencing old table as gone
for each statement execute function mark_erased_claims();

-- What is stored already is brought over by the service while it runs, some at a time.
insert into dispute_marks (claim_id) select id from claims order by published_at, id;
