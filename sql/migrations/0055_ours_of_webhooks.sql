-- An endpoint may ask for what concerns the desk's own sources alone.
alter table endpoints add column ours boolean not null default false;
