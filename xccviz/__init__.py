"""xccviz: see a NEAR transaction's cross-contract calls as a receipt tree, step by step."""

__version__ = "0.1.0"
