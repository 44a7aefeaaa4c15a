"""The composition: what a user gave becomes a Document. The command line and the window both come through here."""
