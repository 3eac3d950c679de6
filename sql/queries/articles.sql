-- name: hold_articles_of :exec
-- One hand at a time on the articles of a source, so that one text that comes twice at once is stored once.
select pg_advisory_xact_lock(hashtextextended('articles of ' || $1::text, 0));

-- name: find_known :one
-- The article that is meant: by the caller's own id, by its address where one of the two has no such id, or by its text.
select id, version, body, full_text is not null as is_kept, sha256, stored_at, updated_at, read_at, withdrawn_at
from articles
where source_key = $1::text
    and withdrawn_at is null
    and (
        external_id = $2::text
        or (url = $3::text and (external_id is null or $2::text is null))
        or sha256 = $4::text
    )
order by (external_id = $2::text) desc nulls last, (url = $3::text) desc nulls last, stored_at desc
limit 1;

-- name: insert_article :exec
insert into articles (
    id, source_key, external_id, url, sha256, version, body, full_text, published_at, stored_at, updated_at
)
values (
    $1::uuid, $2::text, $3::text, $4::text, $5::text, 1, $6::text, $7::text, $8::timestamptz, $9::timestamptz,
    $9::timestamptz
);

-- name: correct_article :exec
update articles
set version = version + 1,
    external_id = $2::text,
    url = $3::text,
    sha256 = $4::text,
    body = $5::text,
    full_text = $6::text,
    published_at = $7::timestamptz,
    updated_at = $8::timestamptz,
    read_at = null
where id = $1::uuid;

-- name: note_read :one
update articles set read_at = $2::timestamptz where id = $1::uuid and version = $3::integer and read_at is null
returning id;

-- name: withdraw_article :one
update articles
set withdrawn_at = coalesce(withdrawn_at, $2::timestamptz), withdrawn_by = coalesce(withdrawn_by, $3::text)
where id = $1::uuid
returning id;

-- name: get_article :one
select id, version, body, full_text is not null as is_kept, sha256, stored_at, updated_at, read_at, withdrawn_at
from articles
where id = $1::uuid;

-- name: get_text :one
select full_text from articles where id = $1::uuid;

-- name: list_articles :many
select id, version, body, full_text is not null as is_kept, sha256, stored_at, updated_at, read_at, withdrawn_at
from articles
where ($1::timestamptz is null or (stored_at, id) < ($1::timestamptz, $2::uuid))
    and ($3::text is null or source_key = $3::text)
    and ($4::text is null or url = $4::text)
    and ($5::text is null or external_id = $5::text)
    and ($6::timestamptz is null or published_at >= $6::timestamptz)
    and (
        not $7::boolean
        or exists (
            select from article_readings as waiting where waiting.article_id = articles.id and waiting.state = 'waiting'
        )
    )
order by stored_at desc, id desc
limit $8::integer;

-- name: count_readings :many
select article_id, state, count(*) as readings
from article_readings
where article_id = any($1::uuid[])
group by article_id, state;

-- name: insert_readings :exec
insert into article_readings (id, article_id, version, position, state, claim_id, body)
select *
from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::uuid[], $7::text[]);

-- name: move_readings :exec
-- Of a corrected text: what it says as before stands at other characters, and may be sure or unsure by now.
update article_readings
set position = given.position, body = given.body, state = given.state, claim_id = given.claim_id
from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::uuid[]) as given (id, position, body, state, claim_id)
where article_readings.id = given.id;

-- name: end_readings :exec
update article_readings
set state = 'gone', replaced_by = given.replaced_by
from unnest($1::uuid[], $2::uuid[]) as given (id, replaced_by)
where article_readings.id = given.id;

-- name: list_readings :many
select id, article_id, version, position, state, claim_id, replaced_by, body, decided_at, decided_by, note
from article_readings
where article_id = $1::uuid
    and ($2::text is null or state = $2::text)
    and ($3::integer is null or (position, id) > ($3::integer, $4::uuid))
order by position, id
limit $5::integer;

-- name: get_reading :one
select id, article_id, version, position, state, claim_id, replaced_by, body, decided_at, decided_by, note
from article_readings
where article_id = $1::uuid and id = $2::uuid;

-- name: hold_reading :one
-- Until the transaction ends, so that two decisions on one reading come one behind the other.
select id, article_id, version, position, state, claim_id, replaced_by, body, decided_at, decided_by, note
from article_readings
where article_id = $1::uuid and id = $2::uuid
for update;

-- name: decide_reading :exec
update article_readings
set state = $2::text, claim_id = $3::uuid, body = $4::text, decided_at = $5::timestamptz, decided_by = $6::text,
    note = $7::text
where id = $1::uuid;
