"""What an operator sees of a running service: its logs and its figures."""
