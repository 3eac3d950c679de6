#!/bin/sh
# What stands against a draft? Nothing is stored.
set -eu
curl --silent --show-error --fail-with-body "${CLAIMDIFF_SERVER:-http://127.0.0.1:8000}/v1/claims/check" \
    ${CLAIMDIFF_KEY:+-H "Authorization: Bearer $CLAIMDIFF_KEY"} \
    -H 'Content-Type: application/json' \
    -d '{
      "source": "our reporter",
      "metric": "personnel losses",
      "subject": "Russian army",
      "quantity": "62,000",
      "period": "as of 22 November 2022"
    }'
