"""Settings as rows, networks, folders, the file that keeps them, and stored keys."""
