"""The HTTP surface. Thin: decode, call, encode."""
