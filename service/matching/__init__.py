"""Matching: which stored claims speak of the same metric and period."""
