-- The outbox: events, and a delivery of each to every endpoint that asks for it, written in the transaction that makes
-- them true. A sender leases what is due; a lease that runs out (a killed sender) is taken again by another.

create table events (
    position bigint generated always as identity primary key,
    id uuid not null unique,
    type text not null,
    occurred_at timestamptz not null,
    data text not null,                     -- JSON, as sent
    metrics text[] not null,
    sources text[] not null,
    places text[] not null,
    severity_rank smallint,
    band text,
    -- Commits come in another order than positions: a feed reads only below the oldest running transaction.
    written_by xid8 not null default pg_current_xact_id()
);

create index events_by_transaction on events (written_by, position);

create table endpoints (
    id uuid primary key,
    url text not null,
    description text,
    format text not null default 'standard',
    event_types text[],                     -- null: all
    metrics text[],
    sources text[],
    places text[],
    minimal_severity_rank smallint not null default 0,
    bands text[] not null default '{confirmed}',
    digest_size integer not null default 1,
    concurrency integer not null default 4,
    disabled_reason text,                   -- null: enabled
    failing_since timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint endpoints_format check (format in ('standard', 'slack', 'teams')),
    constraint endpoints_digest check (digest_size between 1 and 1000),
    constraint endpoints_concurrency check (concurrency between 1 and 64)
);

create table endpoint_secrets (
    endpoint_id uuid not null references endpoints (id) on delete cascade,
    secret text not null,
    created_at timestamptz not null,
    expires_at timestamptz,                 -- null: the present one
    primary key (endpoint_id, secret)
);

create table deliveries (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references events (id),
    endpoint_id uuid not null references endpoints (id) on delete cascade,
    status text not null default 'pending',
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    leased_until timestamptz,
    created_at timestamptz not null default now(),
    last_attempt_at timestamptz,
    response_status integer,
    response_start text,
    error text,
    duration_milliseconds integer,
    constraint deliveries_one_per_endpoint unique (event_id, endpoint_id),
    constraint deliveries_status check (status in ('pending', 'delivered', 'failed'))
);

create index deliveries_due on deliveries (endpoint_id, next_attempt_at) where status = 'pending';
create index deliveries_by_endpoint on deliveries (endpoint_id, created_at, id);
