"""What opens above the window: the palette, the list of keys, and about."""
