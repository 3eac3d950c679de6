-- Who may do what, how often, and who did what.

-- A key itself is stored nowhere: its SHA-256 finds it. 256 random bits need no slow hash.
create table api_keys (
    id uuid primary key,
    name text not null,
    prefix text not null,                   -- the key's first characters, to know it again by
    hash bytea not null,
    scopes text[] not null,
    requests_per_minute integer,            -- null: as the service is set; 0: no limit
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    last_used_at timestamptz,               -- written in batches, so up to some seconds late
    constraint api_keys_one_per_hash unique (hash),
    constraint api_keys_scopes check (cardinality(scopes) > 0 and scopes <@ '{read,write,admin}'::text[]),
    constraint api_keys_requests check (requests_per_minute >= 0)
);

-- Processes take requests of a key's minute in small shares, so that all of them together keep its limit. After a crash of
-- the database the minute starts anew, which is worth no disk writes.
create unlogged table rate_windows (
    key_id uuid primary key,
    starts_at timestamptz not null,
    used integer not null
);

create table audit (
    position bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,                    -- the key's name, or "desk" where no key is needed, or "command line"
    key_id uuid,
    act text not null,                      -- the operation's id in the API document
    target text not null,                   -- its path
    status smallint not null,
    request_id text,
    requests integer not null default 1     -- claims that come in are counted, not listed: they are kept themselves
);

create function refuse_to_rewrite() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append only';
end
$$;

create trigger audit_append_only before update or delete or truncate on audit
for each statement execute function refuse_to_rewrite();
