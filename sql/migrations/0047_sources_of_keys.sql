-- A key may be bound to sources: it then stores claims of these only. Null: of any.

alter table api_keys add column sources text[];
alter table api_keys add constraint api_keys_sources check (cardinality(sources) > 0);
