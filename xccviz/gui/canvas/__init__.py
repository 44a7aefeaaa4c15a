"""The graph canvas: a display list in a QGraphicsView."""

from xccviz.gui.canvas.view import GraphView

__all__ = ["GraphView"]
