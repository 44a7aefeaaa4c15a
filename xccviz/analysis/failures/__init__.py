"""What failed, why, who received it, and failures that no receipt shows."""
