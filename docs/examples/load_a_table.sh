#!/bin/sh
# A table with German heads: each column is told its field, what all rows share is filled in. Sent again, it stores nothing twice.
set -eu
cd "$(dirname "$0")"
columns='map=Gr%C3%B6%C3%9Fe:metric&map=Zahl:quantity&map=Stand:period&map=Notiz:'
shared='fill=source:Bundesagentur%20f%C3%BCr%20Arbeit&fill=place:Germany&fill=language:de'
curl --silent --show-error --fail-with-body "${CLAIMDIFF_SERVER:-http://127.0.0.1:8000}/v1/claims/import?$columns&$shared" \
    ${CLAIMDIFF_KEY:+-H "Authorization: Bearer $CLAIMDIFF_KEY"} \
    -H 'Content-Type: text/csv; charset=utf-8' \
    --data-binary @unemployed.csv
