"""How long a test waits for what must happen, on a machine that is busy: no bound on anything, only an end."""

PATIENCE_SECONDS = 90
