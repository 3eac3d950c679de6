-- Sources, claims and the conflicts between them.
-- A claim is immutable: its body is written once and answered as it was stored. What is still to be done with it stands
-- in a table of its own (uncompared), so that the big table takes one insert a claim and is not rewritten.

create table sources (
    id integer generated always as identity primary key,
    key text not null,
    name text not null,
    created_at timestamptz not null default now(),
    constraint sources_one_per_key unique (key)
);

create table claims (
    id uuid primary key,
    source_id integer not null references sources (id),
    external_id text,
    phrase_id bigint not null references phrases (id),
    dimension text not null,
    place_key text not null,                -- '' when the claim names no place
    subject_key text not null,              -- '' when it names no subject
    period_end date not null,
    published_at timestamptz not null,
    received_at timestamptz not null,
    retracts boolean not null,              -- status "retracted": withdraws the source's earlier figure, states none
    superseded_by uuid,
    body text not null,                     -- the claim as JSON, in the shape in which it is answered
    constraint claims_one_per_external_id unique (source_id, external_id)
);

-- The blocking look-up: metric phrase, place and last day of the period must be shared.
create index claims_by_phrase_place_period on claims (phrase_id, place_key, period_end);
-- A claim without a place meets those with one only if both name a subject.
create index claims_with_subject_by_phrase_period on claims (phrase_id, period_end)
    where subject_key <> '' and place_key <> '';
create index claims_by_published on claims (published_at, id);
create index claims_by_source on claims (source_id, published_at, id);

-- What is stored and not yet compared. A judgement on metrics puts claims back here with the next generation; who
-- compares takes out only the generation that it read, so that nothing that happened meanwhile is lost. No foreign key:
-- claims are never deleted, and this table takes a row in and out for each of them.
create table uncompared (
    claim_id uuid primary key,
    generation bigint not null default 1,
    since timestamptz not null default now()
);

create table conflicts (
    id uuid primary key,
    first_id uuid not null references claims (id),
    second_id uuid not null references claims (id),
    first_phrase_id bigint not null,
    second_phrase_id bigint not null,
    place_key text not null,
    period_end date not null,
    status text not null default 'open',
    resolution text,
    note text,
    closed_by_service boolean not null default false,
    severity text not null,
    severity_rank smallint not null,
    gap text not null,                      -- JSON, as answered
    band text not null,
    score double precision not null,
    reason text not null,
    features text not null,                 -- JSON, as answered
    policy_version text not null,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint conflicts_one_per_pair unique (first_id, second_id),
    constraint conflicts_of_two_claims check (first_id <> second_id),
    constraint conflicts_status check (status in ('open', 'acknowledged', 'resolved', 'dismissed')),
    constraint conflicts_band check (band in ('confirmed', 'suggested'))
);

create index conflicts_by_second on conflicts (second_id);
create index conflicts_by_opened on conflicts (opened_at, id);
create index conflicts_by_severity on conflicts (severity_rank, opened_at, id);
create index conflicts_by_first_phrase on conflicts (first_phrase_id);
create index conflicts_by_second_phrase on conflicts (second_phrase_id);

create table conflict_history (
    id bigint generated always as identity primary key,
    conflict_id uuid not null references conflicts (id),
    at timestamptz not null,
    actor text not null,
    act text not null,
    status text not null,
    resolution text,
    note text
);

create index conflict_history_by_conflict on conflict_history (conflict_id, id);
