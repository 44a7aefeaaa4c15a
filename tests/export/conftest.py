"""What tests of exports share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.readers import Browser, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker; skips where there is none."""
    with chromium() as started:
        yield started
