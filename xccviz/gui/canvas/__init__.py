"""The canvas: a display list in a QGraphicsView, and the bar above it."""
