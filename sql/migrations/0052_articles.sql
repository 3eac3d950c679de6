-- Articles that were read, and what was read in them. An article keeps its id when its text is corrected: its version
-- grows. Its claims come as one upload under its id, so that it is taken back whole.

create table articles (
    id uuid primary key,
    source_key text not null,
    external_id text,
    url text,
    sha256 text not null,                   -- of the text as given, in UTF-8
    version integer not null,
    body text not null,                     -- what is known of it, as JSON
    full_text text,                         -- kept only if its sender said so
    published_at timestamptz not null,
    stored_at timestamptz not null,
    updated_at timestamptz not null,
    read_at timestamptz,                    -- null: the claims of this version are not all recorded
    withdrawn_at timestamptz,
    withdrawn_by text
);

create index articles_by_external_id on articles (source_key, external_id) where external_id is not null;
create index articles_by_url on articles (source_key, url) where url is not null;
create index articles_by_text on articles (source_key, sha256);
create index articles_by_stored on articles (stored_at, id);

create table article_readings (
    id uuid primary key,
    article_id uuid not null references articles (id),
    version integer not null,               -- of the article, in which it was first read
    position integer not null,              -- in the order of the text
    state text not null,
    claim_id uuid,                          -- the claim that stands for it; no foreign key: a claim may be erased
    replaced_by uuid,                       -- the reading in its place, of a corrected text
    body text not null,                     -- where it stands and what was read, as JSON
    decided_at timestamptz,
    decided_by text,
    note text
);

create index article_readings_by_article on article_readings (article_id, position);
create index article_readings_by_claim on article_readings (claim_id) where claim_id is not null;
create index article_readings_waiting on article_readings (article_id) where state = 'waiting';
