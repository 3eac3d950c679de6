"""The outbox, sent."""
