"""claimdiff: tells a newsroom the moment two sources report conflicting figures."""
