"""How many examples a property is tried with."""

from __future__ import annotations

from hypothesis import settings


def some(count: int) -> int:
    """So many where nothing is left out, and a share of them where the default is smaller (tests/conftest.py): quick
    runs are many, and each makes others."""
    return max(10, count * settings.default.max_examples // FULL)


FULL = 100
"""The default where nothing is left out."""
