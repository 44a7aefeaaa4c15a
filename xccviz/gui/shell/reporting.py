"""The dialog of a report for a bug, with what the window and this run have to tell."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import PySide6
from PySide6.QtCore import QPoint, QRect, qVersion
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from xccviz.export import find_exporter
from xccviz.gui.dialogs.bug_report import BugReportDialog, Make, Write, ask_where, png_of
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
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.problems import kept_bugs
from xccviz.model.errors import UserError
from xccviz.opening.options import OpenOptions
from xccviz.settings.file import load_settings
from xccviz.settings.networks import Network
from xccviz.settings.rows import Settings
from xccviz.sources.store.reports import kept_reports
from xccviz.values import frozen


@frozen
class Teller:
    """What a window tells: how it stands, whom it asks, which panels are in sight, and what does its work."""

    state: AppState
    options: OpenOptions
    networks: Mapping[str, Network]
    panels: tuple[str, ...]
    jobs: Jobs
    ask_save: Callable[[str, str, str], str]
    write: Write


def show_bug_report(window: QWidget, told: Teller) -> None:
    """Open it; the picture is of the window as it is now."""
    secret = secret_of(told.options, told.networks, _home())
    pieces = text_pieces(
        told.state,
        _around(window, told.panels),
        _settings(),
        told.options,
        told.networks,
        kept_bugs(),
        kept_reports(MOST),
        secret,
    )
    picture = picture_piece()
    makers: dict[str, Make] = {picture.name: partial(png_of, picture_of(window, secret))}
    if told.state.tab is not None:
        capture = capture_piece()
        pieces = (*pieces, capture)
        makers[capture.name] = partial(_capture, told.state, told.state.tab, secret)
    ask = partial(ask_where, told.ask_save)
    BugReportDialog(window, told.jobs, (*pieces, picture), makers, ask, told.write).open()


def picture_of(window: QWidget, secret: Secret) -> QImage:
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


def _around(window: QWidget, panels: tuple[str, ...]) -> Surroundings:
    screens = (
        f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():g}×"
        for screen in QGuiApplication.screens()
    )
    return Surroundings(
        f"PySide6 {PySide6.__version__}, Qt {qVersion()}, {QGuiApplication.platformName()}",
        (window.width(), window.height()),
        tuple(screens),
        panels,
    )
