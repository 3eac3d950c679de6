"""claimdiff: tells a newsroom the moment two sources report conflicting figures."""

__version__ = "1.0.0"
