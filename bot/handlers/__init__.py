"""One conversation a file; each handler is thin, and states nothing of its own."""
