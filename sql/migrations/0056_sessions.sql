-- A browser's session: made from an API key and a person's name, known by the hash of its cookie.

create table sessions (
    hash bytea primary key,
    key_id uuid not null references api_keys (id),
    person text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create index sessions_by_expiry on sessions (expires_at);
