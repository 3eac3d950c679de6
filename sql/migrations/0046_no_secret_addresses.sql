-- The address of an endpoint may be a secret (Slack's and Teams' are): events that told it whole tell its origin only.

update events
set data = jsonb_set(
    data::jsonb, '{url}', to_jsonb(regexp_replace(data::jsonb ->> 'url', '^([a-z]+://)([^/?#@]*@)?([^/?#]*).*$', '\1\3/…'))
)::text
where type = 'webhook.disabled' and data::jsonb ? 'url';
