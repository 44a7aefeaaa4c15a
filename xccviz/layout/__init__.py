"""Where everything stands: sizes + graph → Layout. Pure, deterministic, no colours, no Qt."""

from xccviz.layout.layered.build import REFUNDS_KEY, build_layout
from xccviz.layout.types import Bounds, Box, EdgePath, Layout, LegendEntry, Row, Segment, SlotPlace

__all__ = [
    "REFUNDS_KEY",
    "Bounds",
    "Box",
    "EdgePath",
    "Layout",
    "LegendEntry",
    "Row",
    "Segment",
    "SlotPlace",
    "build_layout",
]
