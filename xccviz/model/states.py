"""How far things come while a transaction runs, as literals that every room may speak of (drawings know no moment)."""

from __future__ import annotations

from typing import Literal

Progress = Literal["not_yet", "waiting", "ready", "done", "failed", "unknown"]
"""A receipt: not_yet (does not exist, is on its way, or will run), waiting (a callback that exists and lacks data),
ready (has it all), done, failed, unknown (never known to run)."""

SlotState = Literal["outstanding", "in_flight", "arrived", "failed", "unknown"]
"""A slot of a callback: its producer has not run; has run; a value arrived; a failure arrived; what arrived is not
known."""
