"""The layered graph: receipts as boxes in ranks, joined by calls and data."""
