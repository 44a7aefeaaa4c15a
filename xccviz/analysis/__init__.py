"""Questions put to a graph: what each callback received, what failed and who saw it, what it cost, in words.

Texts go out unescaped; every sink (terminal, SVG, Qt) escapes for itself.
"""

from xccviz.analysis.analyse import analyse

__all__ = ["analyse"]
