-- Links that show one feed or one plot to whoever has them, known by their hash, and searches that a person keeps.

create table links (
    id uuid primary key,
    hash bytea not null unique,
    name text not null,
    key_id uuid references api_keys (id),  -- whose it is; null where no key is needed
    created_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    dispute_id uuid,                       -- a plot of this dispute; else a feed
    filters text                           -- JSON: which disputes the feed gives
);

create index links_by_key on links (key_id, id);

create table saved_searches (
    id uuid primary key,
    key_id uuid references api_keys (id),
    actor text not null,
    name text not null,
    query text not null,
    created_at timestamptz not null,
    constraint saved_searches_one_name unique nulls not distinct (key_id, actor, name)
);
