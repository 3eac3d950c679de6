-- The vocabulary of topics: what a claim's words say in all its fields together, and their neighbours. A topic is
-- published (inserted and committed) first and linked in a newer snapshot, so that of two new topics the one that commits
-- later sees the other. It is linked once, before any claim of it is stored. Phrases stay as the registry of metrics.

create table topics (
    id bigint generated always as identity primary key,
    hash uuid not null,                     -- of the topic's key
    topic text not null,                    -- as JSON
    words integer[] not null,               -- what it is found by: its telling words, as numbers
    rarest integer[] not null,              -- and of these the rarest
    linked boolean not null default false,
    first_seen_at timestamptz not null default now(),
    constraint topics_one_per_key unique (hash)
);

create index topics_by_words on topics using gin (words) with (fastupdate = off);
create index topics_by_rarest on topics using gin (rarest) with (fastupdate = off);
create index topics_not_linked on topics (id) where not linked;

-- Both directions, and each topic with itself.
create table topic_edges (
    topic_id bigint not null,
    neighbour_id bigint not null,
    primary key (topic_id, neighbour_id)
);

-- Null in claims that were stored before, until the sweep has passed over them: they are found by their phrase alone.
-- The country is that of the place; of two countries nothing is ever one. Empty where none is known.
alter table claims add column topic_id bigint, add column country text;

create index claims_by_topic on claims (topic_id, period_end, country);
create index claims_without_topic on claims (id) where topic_id is null;
