"""Every action of the window as one row: menus, toolbar, shortcuts and the help list come from this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from xccviz.gui.state.store import AppState

Enabled = Callable[[AppState], bool]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: `id` ("step.forward"), `menu` it stands in, `text` with mnemonic, shortcuts, when it is enabled,
    and what it does. `group` separates entries of a menu ("View/Panels" is one inside View); `icon` is a name of
    `signs.icon`, "" for none; `checkable` entries show whether they are on."""

    id: str
    menu: str
    text: str
    shortcuts: tuple[str, ...]
    enabled: Enabled
    run: Callable[[], None]
    group: int = 0
    icon: str = ""
    checkable: bool = False


def always(state: AppState) -> bool:
    """Enabled in every state."""
    return True


def has_document(state: AppState) -> bool:
    """Enabled while a transaction is open."""
    return state.tab is not None


def can_go_back(state: AppState) -> bool:
    """Enabled unless the cursor stands before the first step."""
    return state.tab is not None and state.tab.cursor.index > 0


def can_go_on(state: AppState) -> bool:
    """Enabled unless the cursor stands at the end."""
    return state.tab is not None and state.tab.cursor.index < len(state.tab.document.timeline)


def plain(text: str) -> str:
    """The text of a row without its mnemonic: `Open file…`."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def native(keys: str) -> str:
    """A shortcut as this desktop writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def make_menus(bar: QMenuBar, specs: tuple[ActionSpec, ...], actions: Mapping[str, QAction]) -> None:
    """The rows as menus, in their order; a submenu stands where its first row does."""
    menus: dict[str, QMenu] = {}
    group: dict[str, int] = {}
    letters: set[str] = set()
    for spec in specs:
        above, _, name = spec.menu.rpartition("/")
        if spec.menu not in menus:
            title = f"&{name}" if above else _with_letter(name, letters)
            menus[spec.menu] = (menus[above] if above else bar).addMenu(title)
        if group.get(spec.menu, spec.group) != spec.group:
            menus[spec.menu].addSeparator()
        group[spec.menu] = spec.group
        menus[spec.menu].addAction(actions[spec.id])


def _with_letter(name: str, taken: set[str]) -> str:
    """The name of a menu, its mnemonic the first letter that no other menu has taken: `E&xport` after `&Edit`."""
    at = next((i for i, letter in enumerate(name.lower()) if letter not in taken), 0)
    taken.add(name[at].lower())
    return f"{name[:at]}&{name[at:]}"


def make_actions(specs: tuple[ActionSpec, ...], parent: QObject) -> dict[str, QAction]:
    """One QAction a row, keyed by id."""
    actions = {}
    for spec in specs:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(text) for text in spec.shortcuts])
        action.setCheckable(spec.checkable)
        action.triggered.connect(lambda _checked=False, run=spec.run: run())
        actions[spec.id] = action
    return actions
