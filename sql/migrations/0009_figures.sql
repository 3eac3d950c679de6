-- What /metrics counts at each scrape.
create index conflicts_open on conflicts (id) where status = 'open';
create index deliveries_failed on deliveries (last_attempt_at) where status = 'failed';
