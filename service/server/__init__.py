"""What stands before the application: connections within limits, and processes that start and end as they should."""

from service.server.connections import House, Limits
from service.server.processes import Running, end_with_pipe, end_within, serve, supervise

__all__ = ["House", "Limits", "Running", "end_with_pipe", "end_within", "serve", "supervise"]
