"""Why so late: waits, the critical path, and what others did meanwhile."""
