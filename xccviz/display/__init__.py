"""What is painted: Layout + Moment → DisplayList, themes, and the SVG painter. No Qt."""

from xccviz.display.graph.draw import draw
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList, Marker, Path, Rect, Text, Theme

__all__ = ["DisplayList", "Marker", "Path", "Rect", "Text", "Theme", "draw", "load_theme", "to_svg"]
