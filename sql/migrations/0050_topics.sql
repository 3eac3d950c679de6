-- The vocabulary of topics: what a claim's words say in all its fields together, and their neighbours. A topic is
-- published (inserted and committed) first and linked in a newer snapshot, so that of two new topics the one that commits
-- later sees the other. It is linked once, before any claim of it is stored. Phrases stay as the registry of metrics.

create table topics (
    id bigint generated always as identity primary key,
    hash uuid not null,                     -- of the topic's key
    topic text not null,                    -- as JSON
    vector bytea not null,                  -- of what it says, 512 half-precision numbers
    encoder text not null,                  -- whose vector it is
    keys integer[] not null,                -- what it is found by: its telling words, and the regions of its vector
    linked boolean not null default false,
    first_seen_at timestamptz not null default now(),
    constraint topics_one_per_key unique (hash)
);

create index topics_by_keys on topics using gin (keys) with (fastupdate = off);
create index topics_not_linked on topics (id) where not linked;

-- Both directions, and each topic with itself.
create table topic_edges (
    topic_id bigint not null,
    neighbour_id bigint not null,
    nearness real not null,
    primary key (topic_id, neighbour_id)
);

-- Null in claims that were stored before, until the sweep has passed over them: they are found by their phrase alone.
alter table claims add column topic_id bigint;

create index claims_by_topic on claims (topic_id, period_end);
create index claims_without_topic on claims (id) where topic_id is null;
