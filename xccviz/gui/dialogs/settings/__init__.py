"""The settings in the window: one page of sections, most rows of which come from the rows of the settings."""
