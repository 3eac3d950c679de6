-- The vocabulary: distinct metric phrases, which grow much more slowly than the claims, and their neighbours.
-- A phrase is published (inserted and committed) first and linked in a newer snapshot, so that of two new phrases the one
-- that commits later sees the other.

create table phrases (
    id bigint generated always as identity primary key,
    phrase text not null,
    metric text not null,                   -- the first metric that was read to it, as JSON
    keys integer[] not null,                -- blocking keys, to be found by neighbours
    linked boolean not null default false,
    first_seen_at timestamptz not null default now(),
    constraint phrases_one_per_text unique (phrase)
);

create index phrases_by_keys on phrases using gin (keys) with (fastupdate = off);
create index phrases_not_linked on phrases (id) where not linked;

-- Both directions, and each phrase with itself. Confirmed and suggested neighbours are all kept.
create table phrase_edges (
    phrase_id bigint not null references phrases (id),
    neighbour_id bigint not null references phrases (id),
    band text not null,
    score double precision not null,
    primary key (phrase_id, neighbour_id),
    constraint phrase_edges_band check (band in ('confirmed', 'suggested'))
);
