"""The dialog of a report for a bug, with what the window and this run have to tell."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QPoint, QRect, qVersion
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QLineEdit

from xccviz.export import find_exporter
from xccviz.gui.dialogs.bug_report import BugReportDialog, Make, ask_where, png_of
from xccviz.gui.look.theme import current_theme
from xccviz.gui.state.bug_report import (
    MOST,
    Secret,
    Surroundings,
    capture_piece,
    picture_piece,
    secret_of,
    text_pieces,
)
from xccviz.gui.state.exporting import export_options
from xccviz.gui.tasks.problems import kept_bugs
from xccviz.model.errors import UserError
from xccviz.settings.file import load_settings
from xccviz.settings.rows import Settings
from xccviz.sources.store.reports import kept_reports

if TYPE_CHECKING:
    from xccviz.gui.shell.staged import StagedWindow
    from xccviz.gui.state.store import AppState, OpenTab


def show_bug_report(window: StagedWindow) -> None:
    """Open it; the picture is of the window as it is now."""
    state, options = window.store.state, window.opener.options
    networks = window.endpoints.networks
    secret = secret_of(options, networks, _home())
    pieces = text_pieces(
        state, _around(window), _settings(), options, networks, kept_bugs(), kept_reports(MOST), secret
    )
    picture = picture_piece()
    makers: dict[str, Make] = {picture.name: partial(png_of, picture_of(window, secret))}
    if state.tab is not None:
        capture = capture_piece()
        pieces = (*pieces, capture)
        makers[capture.name] = partial(_capture, state, state.tab, secret)
    do = window.intents
    BugReportDialog(
        window,
        window.jobs,
        (*pieces, picture),
        makers,
        partial(ask_where, window.ask_save),
        do.write_bug_report,
    ).open()


def picture_of(window: StagedWindow, secret: Secret) -> QImage:
    """The window without what stands in its fields where that is an address, which may hold a key, or a key."""
    image = window.grab().toImage()
    painter = QPainter(image)
    for field in window.findChildren(QLineEdit):
        if field.isVisible() and field.window() is window and secret.may_be_in(field.text()):
            place = QRect(field.mapTo(window, QPoint()), field.size())
            painter.fillRect(place, QColor(current_theme().roles["code"]))
    painter.end()
    return image


def _capture(state: AppState, tab: OpenTab, secret: Secret) -> bytes:
    exporter = find_exporter("capture")
    assert exporter is not None
    return secret.without_words(exporter.run(tab.document, export_options(state, tab)))


def _settings() -> Settings | UserError:
    try:
        return load_settings(os.environ)
    except UserError as error:
        return error


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _around(window: StagedWindow) -> Surroundings:
    screens = (
        f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():g}×"
        for screen in QGuiApplication.screens()
    )
    return Surroundings(
        f"PySide6 {PySide6.__version__}, Qt {qVersion()}, {QGuiApplication.platformName()}",
        (window.width(), window.height()),
        tuple(screens),
        tuple(name for name in window.docks.docks if window.docks.in_front(name)),
    )
