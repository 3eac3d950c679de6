-- Requests that were sent with an Idempotency-Key: what each was, under which id its claim is stored, what was answered.
-- Kept for a day. `answer` is null while the request is under way, and stays so when its process dies.

create table idempotency_keys (
    owner uuid not null,                    -- the API key; all zeros where none is needed
    key text not null,
    fingerprint bytea not null,             -- SHA-256 of the body
    claim_id uuid not null,
    reserved_at timestamptz not null,
    started_at timestamptz not null,
    status smallint,
    answer text,
    primary key (owner, key),
    constraint idempotency_keys_answered check ((status is null) = (answer is null))
);

create index idempotency_keys_by_age on idempotency_keys (reserved_at);
