"""Two runs in one layout: each call stands once, at the same place for both."""
