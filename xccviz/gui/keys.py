"""The keys: which command has which, by command id. A shortcut is one row here; `gui/commands.py` says what it does."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from xccviz.catalogue import tr
from xccviz.settings.kinds import KeyTable

KEYS: Mapping[str, tuple[str, ...]] = {
    "file.newWindow": ("Ctrl+Shift+N",),
    "file.focus": ("Ctrl+L",),
    "file.openFile": ("Ctrl+O",),
    "file.paste": ("Ctrl+V", "Ctrl+Shift+V"),
    "export.capture": ("Ctrl+S",),
    "export.choose": ("Ctrl+E",),
    "file.cancel": ("Esc",),
    "file.nextTab": ("Ctrl+Tab", "Ctrl+PgDown"),
    "file.previousTab": ("Ctrl+Shift+Tab", "Ctrl+PgUp"),
    "file.closeTab": ("Ctrl+W",),
    "file.reopenTab": ("Ctrl+Shift+T",),
    "file.quit": ("Ctrl+Q",),
    "edit.undo": ("Ctrl+Z",),
    "edit.redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
    "edit.copyHash": ("Ctrl+Shift+C",),
    "edit.copyLink": ("Ctrl+Shift+L",),
    "edit.copyPicture": ("Ctrl+Alt+C",),
    "edit.copyMarkdown": ("Ctrl+Shift+M",),
    "edit.back": ("Alt+Left",),
    "edit.on": ("Alt+Right",),
    "why.ran": ("W",),
    "why.failed": ("Shift+W",),
    "edit.menu": ("Ctrl+.",),
    "edit.filter": ("Ctrl+F", "/"),
    "edit.settings": ("Ctrl+,",),
    "edit.nextHit": ("F3",),
    "edit.previousHit": ("Shift+F3",),
    "stepFirst": ("Home",),
    "stepBack": ("[", "Shift+F10"),
    "stepForward": ("]",),
    "stepLast": ("End",),
    "stepInto": ("F11",),
    "stepOver": ("F10",),
    "stepOut": ("Shift+F11",),
    "stepToHere": ("Ctrl+F10",),
    "stepPlay": ("F5",),
    "stepPause": ("Space",),
    "stepAlong": ("Shift+End",),
    "previousFailure": ("Shift+F8",),
    "nextFailure": ("F8",),
    "previousCallback": ("Shift+F9",),
    "nextCallback": ("F9",),
    "previousBlock": ("Shift+F7",),
    "nextBlock": ("F7",),
    "previousReceipt": ("Ctrl+[",),
    "nextReceipt": ("Ctrl+]",),
    "previousOnAccount": ("Shift+A",),
    "nextOnAccount": ("A",),
    "previousLog": ("Shift+L",),
    "nextLog": ("L",),
    "previousMark": ("Shift+F2",),
    "nextMark": ("F2",),
    "addNote": ("Ctrl+N",),
    "toggleMark": ("Ctrl+B", "M"),
    "view.fit": ("Ctrl+0", "F"),
    "view.zoomSelection": ("Z",),
    "view.zoomFailure": ("Shift+Z",),
    "view.zoomIn": ("Ctrl++", "Ctrl+="),
    "view.zoomOut": ("Ctrl+-",),
    "view.map": ("Ctrl+M",),
    "view.unfold": ("Ctrl+U",),
    "view.refunds": ("Ctrl+R",),
    "view.fold": ("Ctrl+Shift+U",),
    "view.graph": ("Ctrl+1",),
    "view.sequence": ("Ctrl+2",),
    "view.timeline": ("Ctrl+3",),
    "view.tree": ("Ctrl+4",),
    "view.gas": ("Ctrl+5",),
    "view.replay": ("Ctrl+6",),
    "compare.next": ("N",),
    "compare.previous": ("P",),
    "compare.swap": ("X",),
    "lookAhead": ("Ctrl+H",),
    "view.larger": ("Ctrl+Alt++", "Ctrl+Alt+="),
    "view.smaller": ("Ctrl+Alt+-",),
    "view.theme": ("Ctrl+T",),
    "panel.inspector": ("Alt+1",),
    "panel.findings": ("Alt+2",),
    "panel.logsPanel": ("Alt+3",),
    "panel.transfersPanel": ("Alt+4",),
    "panel.gasPanel": ("Alt+5",),
    "panel.distributionPanel": ("Alt+6",),
    "panel.marksPanel": ("Alt+7",),
    "panel.notesPanel": ("Alt+8",),
    "panel.casePanel": ("Alt+9",),
    "view.nextArea": ("F6",),
    "view.previousArea": ("Shift+F6",),
    "panel.hide": ("Alt+0",),
    "help.palette": ("Ctrl+K",),
    "help.keys": ("F1", "?"),
    "help.view": ("Shift+F1",),
}
"""Command id → its key sequences, in Qt's spelling; the first one is shown in menus."""

DRAWING_KEYS: tuple[tuple[str, str], ...] = (
    ("↓  ↑", tr("Walk in the graph to the nearest effect or cause")),
    ("←  →", tr("Walk along the row; in a block from dot to dot")),
    ("+  −  0", tr("Zoom in, zoom out, fit, in the graph")),
    (tr("Ctrl+wheel"), tr("Zoom under the pointer; pinch does the same")),
    (tr("Shift+wheel"), tr("Scroll sideways")),
    (tr("Return"), tr("Open a folded group")),
    (tr("Space+drag"), tr("Move what is seen, also over what can be clicked")),
    ("C", tr("Show or hide the critical path, in graph and timeline")),
)
"""(keys, what they do) of the drawing itself, which takes them while it has the keyboard."""

REPLAY_KEYS: tuple[tuple[str, str], ...] = (
    ("F5", tr("Run it with the changes of the form")),
    ("D  Shift+D", tr("Next and previous difference")),
    ("H", tr("Bytes of the host call as hex too")),
)
"""The same of the replay, while the keyboard is in it."""


_PROPERTY = "xccvizKeys"


def keys_of(command: str) -> tuple[str, ...]:
    """The key sequences of a command, those of the settings before the usual ones; () for one without."""
    own = own_keys().get(command)
    return KEYS.get(command, ()) if own is None else own


def own_keys() -> Mapping[str, tuple[str, ...]]:
    """What the settings say of keys, by command; a text that is no key is left out."""
    app = QApplication.instance()
    return (app.property(_PROPERTY) if app is not None else None) or {}


def take_keys(table: KeyTable) -> None:
    """Have these from now on, in the whole program."""
    app = QApplication.instance()
    if app is not None:
        known = {name: tuple(filter(_is_key, keys)) for name, keys in table}
        app.setProperty(_PROPERTY, known)


def _is_key(text: str) -> bool:
    sequence = QKeySequence(text)
    return sequence.count() == 1 and bool(sequence.toString())


def same_key(one: str, other: str) -> bool:
    """Whether two spellings mean one key."""
    return QKeySequence(one) == QKeySequence(other)


def key_words(command: str) -> str:
    """The first key of a command for a sentence, as in `Ctrl+N writes one`; without any, where else it is found."""
    keys = keys_of(command)
    return native(keys[0]) if keys else tr("the menu")


def native(keys: str) -> str:
    """A key sequence as this desktop writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
