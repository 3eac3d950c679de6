"""The pipeline: read, store, find candidates, match, judge, store, announce."""
