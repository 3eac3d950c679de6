-- A claim that is superseded gets a new version of its row. With room for it on the same page no index is touched.
alter table claims set (fillfactor = 85);
