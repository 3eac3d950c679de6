"""claimdiff: tells a newsroom the moment two sources report conflicting figures."""

__version__ = "2.0.0"
