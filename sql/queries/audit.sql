-- name: write_audit :exec
insert into audit (at, actor, key_id, act, target, status, request_id, requests)
select * from unnest(
    $1::timestamptz[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::integer[]
);

-- name: list_audit :many
select position, at, actor, key_id, act, target, status, request_id, requests
from audit
where ($1::text is null or actor = $1::text or right(actor, length($1::text) + 3) = ' (' || $1::text || ')')
    and ($2::text is null or act = $2::text)
    and ($3::timestamptz is null or at >= $3::timestamptz)
    and ($4::bigint is null or position < $4::bigint)
order by position desc
limit $5::integer;
