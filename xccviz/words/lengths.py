"""How much room a surface has for words; it chooses that and nothing else."""

from __future__ import annotations

from typing import Literal

Length = Literal["card", "line", "whole"]
"""`card`: as short as can be, for boxes, chips and table cells; `line`: a line of its own, cut where values are long;
`whole`: all of it."""
