-- Most rounds of claims that come in supersede some and open nothing: what that takes, in one call and one commit.

-- Holds the older claims in the order of their ids, then writes what `write_decisions` writes. Where a conflict is open
-- around one of them nothing is done (is_done is false): closing it is for whoever asks. Each statement has a snapshot of
-- its own, so what others did before the claims were held is seen.
create function supersede_quietly(
    older uuid[], newer uuid[], basis bigint, done uuid[], generations bigint[],
    out epoch bigint, out is_done boolean
) language plpgsql as $$
begin
    perform from claims where claims.id = any(older) order by claims.id for no key update;
    select registry_state.epoch into epoch from registry_state;
    is_done := epoch = basis and not exists (
        select from conflicts where conflicts.first_id = any(older) and conflicts.status in ('open', 'acknowledged')
    ) and not exists (
        select from conflicts where conflicts.second_id = any(older) and conflicts.status in ('open', 'acknowledged')
    );
    if not is_done then
        return;
    end if;
    update claims
    set superseded_by = given.newer_id
    from unnest(older, newer) as given (older_id, newer_id)
    where claims.id = given.older_id and claims.superseded_by is null;
    with compared as (
        select uncompared.claim_id
        from uncompared
        join unnest(done, generations) as given (claim_id, generation)
            on uncompared.claim_id = given.claim_id and uncompared.generation = given.generation
        order by uncompared.claim_id
        for update of uncompared
    )
    delete from uncompared using compared where uncompared.claim_id = compared.claim_id;
end
$$;
