"""What a user gave, told from its text alone: no file is touched and nothing is asked."""
