"""Things tests compare against: a small executor of promise programs, and readers of recorded transactions."""
