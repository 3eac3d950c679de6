-- What of the schema a sharded engine (Citus) can hold on many nodes today; run on the coordinator, after `claimdiff
-- migrate`. docs/scale.md says which rules keep the rest on the coordinator, and what has to change for it.

-- Small, read by every commit, seldom written: a copy on each node.
select create_reference_table('sources');
select create_reference_table('phrases');
select create_reference_table('phrase_edges');
select create_reference_table('phrase_classes');
select create_reference_table('phrase_tolerances');
select create_reference_table('metrics');
select create_reference_table('judgements');
select create_reference_table('registry_state');
select create_reference_table('endpoints');
select create_reference_table('endpoint_secrets');
select create_reference_table('api_keys');

-- Each row belongs to one key: by it.
select create_distributed_table('idempotency_keys', 'owner');
select create_distributed_table('rate_windows', 'key_id');
