-- Where the server has pgvector, topics are found by an index of their vectors; elsewhere by their keys alone. The first
-- is tried here: an extension that only a superuser may create is created by him ("create extension vector"), and the
-- index is then made by `claimdiff migrate`, or at the next start.

do $$
begin
    create extension if not exists vector;
exception
    when others then raise notice 'pgvector is not to be had: %', sqlerrm;
end
$$;

create function make_nearest_topics() returns boolean
language plpgsql
as $$
begin
    if to_regtype('halfvec') is null then
        return false;
    end if;
    if to_regclass('topic_vectors') is null then
        execute 'create table topic_vectors (topic_id bigint primary key references topics (id), vector halfvec(512) not null)';
        execute 'create index topic_vectors_nearest on topic_vectors using hnsw (vector halfvec_ip_ops)';
    end if;
    return true;
end
$$;

select make_nearest_topics();
