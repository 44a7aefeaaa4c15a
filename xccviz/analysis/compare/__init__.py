"""Two runs of one program, laid side by side: who is who, and what differs."""
