-- Where a figure was published: one page is one origin. What was placed before is given it when it is placed again.
alter table figures add column url text;
