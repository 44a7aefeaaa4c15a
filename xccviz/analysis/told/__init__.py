"""Which error a text from elsewhere tells of: what other tools print, taken apart and put to the dictionary."""
