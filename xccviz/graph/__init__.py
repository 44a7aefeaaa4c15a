"""TransactionTrace → ReceiptGraph: who caused whom, who waits for whom, what is missing (protocol.md §2).

Promise, callback and join are not on the chain: they are *roles* derived here.
"""

from xccviz.graph.build import build_graph
from xccviz.graph.missing import Want, wants

__all__ = ["Want", "build_graph", "wants"]
