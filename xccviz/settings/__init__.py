"""Declared settings, networks, the file that keeps them, and stored keys."""
