-- A source is known by the normal form of its name. Those that are stored under another form are brought to it by the
-- service while it runs, some at a time; what turns out to be one source is merged, and its claims are compared again.
alter table sources add column key_version smallint not null default 0;
alter table sources add column merged_into integer references sources (id);
create index sources_of_other_keys on sources (key_version);
create index sources_merged on sources (id) where merged_into is not null;
alter table endpoints add column names_version smallint not null default 0;
