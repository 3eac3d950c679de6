-- What cannot be compared is set aside with its reason and tried again with growing pauses; whoever compares what is left
-- over holds it by a lease, so that several processes share the work.
alter table uncompared add column attempts integer not null default 0;
alter table uncompared add column reason text;                      -- null: it only waits for its turn
alter table uncompared add column next_try_at timestamptz not null default to_timestamp(0);
alter table uncompared add column leased_until timestamptz not null default to_timestamp(0);
create index uncompared_set_aside on uncompared (claim_id) where reason is not null;

-- What came in one upload is one load: two of its rows that say different things stand beside each other, and it can be
-- taken back whole. What is withdrawn is kept and counts for nothing.
alter table claims add column load_id uuid;
alter table claims add column withdrawn_at timestamptz;
create index claims_by_load on claims (load_id, id) where load_id is not null;

create table loads (
    id uuid primary key,
    created_at timestamptz not null,
    actor text not null,
    name text,
    withdrawn_at timestamptz,
    withdrawn_by text
);

-- A claim that was erased for good: that it was, when and by whom, and nothing of what it said.
create table erased_claims (
    claim_id uuid primary key,
    erased_at timestamptz not null,
    erased_by text not null,
    why text
);
