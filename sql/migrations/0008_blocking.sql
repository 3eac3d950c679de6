-- Phrases are found by keys that depend on the lexicon. Those whose keys are of another version are looked at by every
-- search until the sweep has given them new ones: nothing is missed meanwhile.

alter table phrases add column keys_version bigint not null default 0;
create index phrases_by_keys_version on phrases (keys_version);

-- A function, so that the planner, which thinks too much of so many keys, cannot fall back on reading all phrases.
create function phrases_found(
    sure integer[],
    alike integer[], beside_alike_1 integer[], beside_alike_2 integer[], beside_alike_3 integer[],
    same integer[], beside_same_1 integer[], beside_same_2 integer[], beside_same_3 integer[],
    present_version bigint
)
returns table (id bigint, phrase text)
language sql stable
set enable_seqscan = off
set jit = off
as $$
    select phrases.id, phrases.phrase
    from phrases
    where keys && sure
        or (keys && alike and keys && beside_alike_1 and keys && beside_alike_2 and keys && beside_alike_3)
        or (keys && same and keys && beside_same_1 and keys && beside_same_2 and keys && beside_same_3)
        or keys_version < present_version
        or keys_version > present_version
$$;
