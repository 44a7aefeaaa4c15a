"""What takes time: the worker thread, opening, following, unfolding, exporting; and long work in slices."""
