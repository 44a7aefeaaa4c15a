"""Raw documents → TransactionTrace: convert once, at the edge, and keep what is unknown.

A wrong or missing member becomes a Problem beside the result; only a document that is no transaction at all raises.
"""

from xccviz.parse.transaction import parse_transaction

__all__ = ["parse_transaction"]
