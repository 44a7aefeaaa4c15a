"""The moves as rows: where each goes from every step, and why it doesn't."""

from __future__ import annotations

import pytest

from tests.replay.test_cursor import documents_of
