-- Events are read in the order of the transactions that wrote them. A backup that is restored into another server meets
-- smaller transaction numbers there: without an offset its new events would stand before what readers have read already,
-- and the old ones would be taken for not yet committed.

create table feed_offset (
    is_only boolean primary key default true,
    transactions bigint not null default 0,
    constraint feed_offset_has_one_row check (is_only)
);

insert into feed_offset default values;

create function feed_transaction() returns xid8 language sql volatile as $$
    select ((pg_current_xact_id()::text)::bigint + transactions)::text::xid8 from feed_offset
$$;

alter table events alter column written_by set default feed_transaction();
