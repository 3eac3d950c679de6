-- Who is superseded by a claim that is withdrawn or erased comes back into force: found by this index.
create index claims_by_superseder on claims (superseded_by) where superseded_by is not null;
alter table loads alter column actor drop not null;
