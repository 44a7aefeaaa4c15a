"""What a setting that was changed does to a window that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from xccviz.gui.keys import take_keys
from xccviz.gui.look.amounts import take_amounts
from xccviz.gui.look.motion import take_motion
from xccviz.gui.look.theme import application, dress, readable
from xccviz.settings.rows import AMOUNTS, DENSITY, KEYS, MOTION, TEXT_SIZE, THEME, Setting, Settings
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.shell.staged import StagedWindow

Heeds = Callable[["StagedWindow", Settings], None]


def heed(window: StagedWindow, setting: Setting[object], settings: Settings) -> None:
    """Have the window look, and what it opens be opened, as the settings say by now."""
    if setting.name in _LOOK:
        _LOOK[setting.name](window, settings)
    for asks in (window.opener, window.following):
        asks.heed(settings)


def _theme(window: StagedWindow, settings: Settings) -> None:
    window.configured = settings[THEME]
    window.store.update(lambda s: replace(s, theme=settings[THEME]))


def _text_size(window: StagedWindow, settings: Settings) -> None:
    window.configured_size = settings[TEXT_SIZE]
    window.store.update(lambda s: replace(s, text_percent=readable(settings[TEXT_SIZE])))


def _density(window: StagedWindow, settings: Settings) -> None:
    window.store.update(lambda s: replace(s, density=settings[DENSITY]))


def _motion(window: StagedWindow, settings: Settings) -> None:
    take_motion(application(), settings[MOTION])
    state = window.store.state
    dress(window, state.colours, state.text_percent, state.density)


def _amounts(window: StagedWindow, settings: Settings) -> None:
    take_amounts(settings[AMOUNTS])
    window.store.update(lambda s: replace(s, amounts=settings[AMOUNTS]))


def _keys(window: StagedWindow, settings: Settings) -> None:
    take_keys(settings[KEYS])
    window.commands.take_keys()


_LOOK: Mapping[str, Heeds] = {
    THEME.name: _theme,
    TEXT_SIZE.name: _text_size,
    DENSITY.name: _density,
    MOTION.name: _motion,
    AMOUNTS.name: _amounts,
    KEYS.name: _keys,
}
"""By the names of the settings that can be seen."""
