"""The look: the two palettes by role as a Qt palette and a style sheet; the bundled font everywhere."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from xccviz.display.qt import as_written, load_fonts
from xccviz.display.themes import load_theme
from xccviz.display.types import Theme
from xccviz.gui.look.plain_parts import plain_parts
from xccviz.settings.rows import TEXT_PERCENT
from xccviz.settings.themes import CONTRAST, DARK, LIGHT

_PROPERTY, _WORDS, _DENSITY, _STILL = "xccvizTheme", "xccvizWords", "xccvizDensity", "xccvizStill"
COMPACT = "compact"
COMPACT_PX = 4
"""Px that a row of a list is lower where all is compact."""


def readable(percent: int) -> int:
    """A size of words within reason."""
    return min(max(percent, TEXT_PERCENT[0]), TEXT_PERCENT[-1])


def desktop_theme() -> str:
    """The theme that goes with the desktop: of high contrast where it asks for that, else as its colour scheme is."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def current_theme() -> Theme:
    """The theme that was applied last; light before any."""
    app = QApplication.instance()
    return load_theme((app.property(_PROPERTY) if app is not None else None) or LIGHT)


def word_scale() -> float:
    """How much larger than usual words are, for what is drawn by hand."""
    app = QApplication.instance()
    return float((app.property(_WORDS) if app is not None else None) or 1.0)


def worded(px: float) -> int:
    """A length in px that grows with the words in it."""
    return round(px * word_scale())


def closer() -> int:
    """How many px lower than usual a row of a list is, before words are made larger."""
    app = QApplication.instance()
    return COMPACT_PX if app is not None and app.property(_DENSITY) == COMPACT else 0


def hold_still(app: QApplication, still: bool) -> None:
    """Have style sheets from now on let nothing glide."""
    app.setProperty(_STILL, still)


def _motion() -> str:
    app = QApplication.instance()
    return "* { widget-animation-duration: 0; }" if app is not None and app.property(_STILL) else ""


def dress(window: QWidget, name: str, text_percent: int = 100, density: str = "comfortable") -> Theme:
    """Give a window and all it owns the palette and style sheet of theme `name`, with as much room around the rows of
    lists as the setting `density` says.

    Not through the application: when its style sheet changes, Qt (6.11) styles a widget once for each of its ancestors.
    """
    theme = choose_theme(application(), name)
    application().setProperty(_WORDS, text_percent / 100)
    application().setProperty(_DENSITY, density)
    sheet = style_sheet(theme, text_percent)
    if window.styleSheet() != sheet:  # Qt would style every widget again though nothing changed
        window.setStyleSheet(sheet)
    return theme


def choose_theme(app: QApplication, name: str) -> Theme:
    """The colours of theme `name` for what has no style sheet, and for what is drawn by hand."""
    theme = load_theme(name)
    load_fonts()
    if not app.font().featureTags():
        app.setFont(as_written(QFont(app.font())))
    role = theme.roles
    palette = QPalette()
    pairs = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.Base: "panel",
        QPalette.ColorRole.AlternateBase: "code",
        QPalette.ColorRole.Button: "panel",
        QPalette.ColorRole.ToolTipBase: "panel",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "mute",
        QPalette.ColorRole.Highlight: "indbg",
        QPalette.ColorRole.HighlightedText: "text",
        QPalette.ColorRole.Link: "ind",
    }
    for which, colour in pairs.items():
        palette.setColor(which, QColor(role[colour]))
    for which in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(role["faint"]))
    app.setPalette(palette)
    app.setProperty(_PROPERTY, name)
    return theme


def style_sheet(theme: Theme, text_percent: int = 100) -> str:
    """The style sheet in roles of resources/themes/colours.json. Widgets choose with the property `look`."""
    c = dict(theme.roles)
    sheet = f"""
* {{ font-family: "Inter"; font-size: 13px; }}
{_motion()}
{plain_parts(theme)}
QMainWindow, QWidget#central {{ background: {c["bg"]}; }}
QWidget[look="panel"] {{ background: {c["panel"]}; }}
QLabel {{ background: transparent; color: {c["text"]}; }}
QLabel[look="mute"] {{ color: {c["mute"]}; }}
QLabel[look="faint"] {{ color: {c["faint"]}; }}
QLabel[look="title"] {{ font-size: 16px; font-weight: 600; }}
QLabel[look="name"] {{ font-size: 15px; font-weight: 600; }}
QLabel[look="caption"] {{ color: {c["mute"]}; font-size: 11px; font-weight: 600; }}
QLabel[look="mono"] {{ font-family: "JetBrains Mono"; font-size: 12px; background: {c["code"]};
  border-radius: 6px; padding: 6px 8px; }}
QLabel[look="number"] {{ font-family: "JetBrains Mono"; font-size: 12px; }}
QLabel[look="bad"] {{ color: {c["bad"]}; }}
QLabel[look="badbox"] {{ color: {c["bad"]}; background: {c["badbg"]}; border-radius: 6px; padding: 6px 8px; }}
QLabel[look="ahead"] {{ color: {c["wait"]}; border: 1px dashed {c["wait"]}; border-radius: 6px; padding: 5px 8px; }}
QFrame[look="ahead"] {{ border: 1px dashed {c["wait"]}; border-radius: 6px; }}
QLabel[look="aheadrow"] {{ color: {c["wait"]}; }}
QLabel[look="aheadcaption"] {{ color: {c["wait"]}; font-size: 11px; font-weight: 600; }}
QLabel[look="past"] {{ color: {c["wait"]}; background: {c["waitbg"]}; border-radius: 10px; }}
QLabel[look="recognised"] {{ color: {c["ind"]}; background: {c["indbg"]}; border-radius: 9px; padding: 2px 10px; }}
QLabel[look="refused"] {{ color: {c["wait"]}; background: {c["waitbg"]}; border-radius: 9px; padding: 2px 10px; }}
QLabel[look="float"] {{ color: {c["text"]}; background: {c["panel"]}; border: 1px solid {c["cardline"]};
  border-radius: 7px; padding: 4px 10px; }}
QLabel[look="toast"] {{ color: {c["panel"]}; background: {c["text"]}; border-radius: 8px; padding: 6px 14px; }}
QLabel[look="strong"] {{ font-weight: 600; }}
QLabel[look="ind"] {{ color: {c["ind"]}; font-weight: 600; }}
QLabel[look="side"] {{ color: {c["ind"]}; background: {c["indbg"]}; border-radius: 4px; font-size: 12px;
  font-weight: 600; padding: 2px 7px; }}
QLabel[look="half"] {{ font-size: 15px; font-weight: 600; }}
QLabel[differs="true"] {{ background: {c["waitbg"]}; }}
QLineEdit[look="given"] {{ background: transparent; border: 0; padding: 4px; font-family: "JetBrains Mono";
  font-size: 12px; color: {c["text"]}; selection-background-color: {c["ind"]}; selection-color: {c["onsel"]}; }}
QPushButton[look="tag"] {{ background: {c["waitbg"]}; color: {c["wait"]}; border: 1px solid {c["wait"]};
  border-radius: 4px; padding: 0 4px; font-size: 11px; font-weight: 600; }}
QPushButton[look="tag"]:focus {{ border: 2px solid {c["ind"]}; padding: 0 3px; }}
QLabel[look="brand"] {{ font-size: 16px; font-weight: 600; }}
QLabel[look="strong"] {{ font-weight: 600; }}
QLabel[look="waitbox"] {{ color: {c["wait"]}; background: {c["waitbg"]}; border-radius: 6px; padding: 6px 8px; }}
QWidget[hit="true"] {{ border-left: 3px solid {c["wait"]}; }}
QTreeWidget[look="json"] {{ background: {c["code"]}; border: 0; border-radius: 6px; font-family: "JetBrains Mono";
  font-size: 12px; color: {c["text"]}; padding: 6px 2px; }}
QTreeWidget[look="json"]::item {{ padding: 1px 2px; }}
QTreeWidget[look="json"]::item:selected {{ background: {c["indbg"]}; color: {c["text"]}; }}
QFrame#hoverCard {{ background: {c["panel"]}; border: 1px solid {c["mute"]}; border-radius: 8px; }}
QLabel[look="cardTitle"] {{ font-weight: 600; }}
QLabel[look="cardHead"], QLabel[look="cardQuiet"] {{ color: {c["mute"]}; font-size: 12px; }}
QLabel[look="cardWords"] {{ font-size: 12px; }}
QLabel[look="cardBad"] {{ font-size: 12px; color: {c["bad"]}; }}
QFrame[look="card"] {{ background: {c["card"]}; border: 1px solid {c["cardline"]}; border-radius: 8px; }}
QFrame#hint {{ background: {c["indbg"]}; border: 0; border-radius: 9px; }}
QFrame#hint QPushButton[look="link"] {{ padding: 0 4px; }}
QFrame[look="guide"] {{ background: {c["panel"]}; border: 1px solid {c["ind"]}; border-radius: 7px; }}
QFrame[look="guide"][chosen="true"] {{ background: {c["indbg"]}; border: 2px solid {c["ind"]}; }}
QFrame[look="guidehead"] {{ background: {c["panel"]}; border: 0; border-bottom: 1px solid {c["ind"]}; }}
QFrame[look="member"] {{ background: transparent; border: 0; border-left: 3px solid transparent; }}
QFrame[look="member"][mine="true"] {{ background: {c["indbg"]}; border-left: 3px solid {c["ind"]}; }}
QFrame[look="upright"] {{ background: {c["line"]}; border: 0; }}
QFrame[look="rule"] {{ background: {c["line"]}; max-height: 1px; min-height: 1px; border: 0; }}
QFrame#openBarFrame {{ background: {c["code"]}; border: 1px solid {c["cardline"]}; border-radius: 8px; }}
QFrame#openBarFrame:focus {{ border-color: {c["ind"]}; }}
QFrame#filterBar, QFrame#compareFilterBar {{
  background: {c["code"]}; border: 1px solid {c["cardline"]}; border-radius: 8px; }}
QFrame#filterBar[focused="true"], QFrame#compareFilterBar[focused="true"] {{
  background: {c["panel"]}; border: 2px solid {c["ind"]}; }}
QFrame#filterBar[wrong="true"], QFrame#compareFilterBar[wrong="true"] {{ border-color: {c["bad"]}; }}
QLineEdit#filterField {{ background: transparent; border: 0; padding: 4px 2px; font-family: "JetBrains Mono";
  font-size: 12px; color: {c["text"]}; selection-background-color: {c["ind"]}; selection-color: {c["onsel"]}; }}
QLabel[look="found"] {{ color: {c["ind"]}; font-size: 12px; font-weight: 600; }}
QLabel[look="unfound"] {{ color: {c["wait"]}; font-size: 12px; font-weight: 600; }}
QToolButton[look="flaticon"] {{ background: transparent; border: 1px solid transparent; padding: 0; }}
QToolButton[look="flaticon"]:hover {{ background: {c["code"]}; }}
QToolButton[look="flaticon"]:focus {{ border-color: {c["ind"]}; }}
QLineEdit {{ placeholder-text-color: {c["mute"]}; }}
QLineEdit#openBar {{ background: transparent; border: 0; padding: 5px 8px; font-family: "JetBrains Mono";
  color: {c["text"]}; selection-background-color: {c["ind"]}; selection-color: {c["onsel"]}; }}
QComboBox {{ background: {c["code"]}; border: 1px solid {c["cardline"]}; border-radius: 8px; padding: 5px 10px;
  color: {c["text"]}; }}
QComboBox:focus, QPushButton:focus, QToolButton:focus {{ border: 1px solid {c["ind"]}; }}
QComboBox::drop-down {{ border: 0; width: 18px; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ outline: 0; padding: 2px 0; background: {c["panel"]}; color: {c["text"]};
  selection-background-color: {c["indbg"]}; selection-color: {c["text"]}; border: 1px solid {c["cardline"]}; }}
QComboBox QAbstractItemView::item {{ padding: 5px 10px; }}
QPushButton, QToolButton {{ background: {c["code"]}; border: 1px solid {c["cardline"]}; border-radius: 7px;
  padding: 5px 12px; color: {c["text"]}; }}
QPushButton, QToolButton, QTabBar {{ outline: 0; }}
QPushButton:hover, QToolButton:hover {{ border-color: {c["mute"]}; }}
QToolButton[look="icon"] {{ padding: 0; }}
QToolButton[look="move"] {{ padding: 0; }}
QComboBox[look="pace"] {{ padding: 3px 6px; }}
QToolButton[look="flat"] {{ background: transparent; border: 1px solid transparent; padding: 4px 6px; }}
QToolButton[look="flat"]:hover {{ background: {c["code"]}; }}
QToolButton[look="flat"]:focus {{ border: 1px solid {c["ind"]}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c["faint"]}; border-color: {c["line"]}; }}
QPushButton[look="primary"] {{ background: {c["ind"]}; color: {c["onsel"]}; border-color: {c["ind"]};
  font-weight: 600; padding: 6px 18px; }}
QPushButton[look="primary"]:focus {{ border: 3px double {c["onsel"]}; padding: 4px 16px; }}
QPushButton[look="link"], QToolButton[look="link"] {{ background: transparent; border: 1px solid transparent;
  color: {c["ind"]}; padding: 1px 4px; }}
QPushButton[look="link"]:hover, QToolButton[look="link"]:hover {{ text-decoration: underline; }}
QPushButton[look="link"]:focus, QToolButton[look="link"]:focus {{ border: 1px solid {c["ind"]}; }}
QPushButton[look="link"] {{ text-align: left; }}
#inspector QPushButton[look="link"], #findings QPushButton[look="link"],
#emptySide QPushButton[look="link"], #whatIf QPushButton[look="link"],
#replayTold QPushButton[look="link"] {{ padding-left: 0; padding-right: 0; }}
#whatIf QFrame[look="changeable"] QPushButton[look="link"] {{ text-align: right; }}
QPushButton[look="toggle"] {{ background: transparent; border: 1px solid transparent; color: {c["mute"]};
  border-radius: 10px; padding: 2px 10px; font-size: 12px; }}
QPushButton[look="toggle"]:hover {{ border-color: {c["cardline"]}; }}
QPushButton[look="toggle"]:checked {{ background: {c["indbg"]}; color: {c["ind"]}; }}
QPushButton[look="toggle"]:focus {{ border-color: {c["ind"]}; }}
QFrame[look="segments"] {{ background: {c["code"]}; border: 1px solid {c["cardline"]}; border-radius: 6px; }}
QPushButton[look="segment"] {{ background: transparent; border: 1px solid transparent; color: {c["mute"]};
  border-radius: 6px; padding: 2px 9px; font-size: 12px; }}
QPushButton[look="segment"]:checked {{ background: {c["indbg"]}; color: {c["ind"]}; border-color: {c["ind"]}; }}
QPushButton[look="segment"]:focus {{ border: 2px solid {c["ind"]}; padding: 1px 8px; }}
QPushButton[look="key"] {{ font-family: "JetBrains Mono"; font-size: 12px; text-align: left; padding: 4px 8px; }}
QPushButton[look="key"]:focus {{ border: 2px solid {c["ind"]}; padding: 3px 7px; }}
QPushButton[look="key"][waits="true"] {{ background: {c["panel"]}; color: {c["mute"]}; border: 2px solid {c["ind"]};
  padding: 3px 7px; }}
QPushButton[look="fold"] {{ background: transparent; border: 1px solid transparent; padding: 0 4px;
  color: {c["mute"]}; }}
QPushButton[look="fold"]:focus {{ border: 1px solid {c["ind"]}; }}
QPushButton[look="chip"] {{ background: {c["panel"]}; border: 1px solid {c["cardline"]}; border-radius: 11px;
  padding: 3px 12px; }}
QPushButton[look="chipbad"] {{ background: {c["badbg"]}; color: {c["bad"]}; border: 1px solid {c["bad"]};
  border-radius: 11px; padding: 3px 12px; }}
QPushButton[look="chip"]:focus, QPushButton[look="chipbad"]:focus {{ border: 2px solid {c["ind"]};
  padding: 2px 11px; }}
QPushButton[look="beyond"] {{ background: {c["panel"]}; color: {c["ind"]}; border: 1px solid {c["cardline"]};
  border-radius: 10px; padding: 2px 10px; font-size: 12px; }}
QPushButton[look="beyond"]:hover {{ border-color: {c["ind"]}; }}
QPushButton[look="beyond"]:focus {{ border: 2px solid {c["ind"]}; padding: 1px 9px; }}
QFrame#emptySide {{ background: {c["bg"]}; border: 0; border-left: 1px solid {c["line"]}; }}
QFrame#emptySide[below="true"] {{ border: 0; }}
QFrame[look="verdict"][tone="ok"] {{ background: {c["okbg"]}; }}
QFrame[look="verdict"][tone="bad"] {{ background: {c["badbg"]}; }}
QFrame[look="verdict"][tone="wait"] {{ background: {c["waitbg"]}; }}
QFrame#verdictStrip[tone="ok"] {{ background: {c["okbg"]}; }}
QFrame#verdictStrip[tone="bad"] {{ background: {c["badbg"]}; }}
QFrame#verdictStrip[tone="wait"] {{ background: {c["waitbg"]}; }}
QFrame#problem {{ background: {c["badbg"]}; border: 0; border-bottom: 1px solid {c["bad"]}; }}
QFrame#problem[tone="offer"] {{ background: {c["indbg"]}; border-bottom-color: {c["ind"]}; }}
QFrame#documentNotice {{ background: {c["panel"]}; border: 0; border-bottom: 1px solid {c["line"]}; }}
QFrame#documentNotice[tone="wrong"] {{ background: {c["badbg"]}; }}
QFrame#progress {{ background: {c["indbg"]}; }}
QGraphicsView {{ border: 0; background: {c["bg"]}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {c["panel"]}; border: 0; }}
QScrollArea#emptyPage, QScrollArea#emptyPage > QWidget > QWidget {{ background: {c["bg"]}; }}
QListView[look="choices"] {{ background: {c["panel"]}; color: {c["text"]}; border: 1px solid {c["cardline"]};
  border-radius: 8px; outline: 0; padding: 2px 0; }}
QFrame#commandPalette {{ background: {c["panel"]}; border: 1px solid {c["cardline"]}; border-radius: 10px; }}
QFrame#commandPalette QListView {{ border: 0; border-radius: 0; }}
QLineEdit#paletteField {{ background: transparent; border: 0; border-bottom: 1px solid {c["line"]};
  padding: 8px 12px; font-size: 15px; color: {c["text"]}; selection-background-color: {c["ind"]};
  selection-color: {c["onsel"]}; }}
QDialog[look="sheet"] {{ background: {c["panel"]}; border: 1px solid {c["cardline"]}; }}
QDialog QLabel {{ background: transparent; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QFileDialog {{ min-width: 780px; min-height: 460px; }}
QFileDialog QToolButton {{ padding: 3px; }}
QFileDialog QListView, QFileDialog QTreeView {{ border: 1px solid {c["line"]}; background: {c["panel"]}; }}
QFileDialog QHeaderView::section {{ padding: 3px 4px; }}
QListWidget::item {{ padding: {6 - closer() // 2}px 10px; }}
QListWidget::item:selected {{ background: {c["indbg"]}; color: {c["text"]}; }}
QListWidget[look="parts"] {{ background: transparent; border: 0; outline: 0; }}
QListWidget[look="parts"]::item {{ padding: 6px 10px; border-radius: 5px; border: 1px solid transparent; }}
QListWidget[look="parts"]::item:selected {{ background: {c["indbg"]}; color: {c["ind"]}; }}
QListWidget[look="parts"]::item:selected:focus {{ border-color: {c["ind"]}; }}
QListWidget[look="endpoints"] {{ background: {c["panel"]}; border: 0; border-top: 1px solid {c["line"]}; outline: 0; }}
QListWidget[look="formats"] {{ background: {c["panel"]}; border: 0; border-right: 1px solid {c["line"]};
  outline: 0; padding: 8px; }}
QListWidget[look="formats"]:focus {{ border: 0; border-right: 1px solid {c["line"]}; }}
QListWidget[look="formats"]::item {{ padding: 3px 6px; border-radius: 5px; border: 1px solid transparent; }}
QListWidget[look="formats"]::item:selected {{ background: {c["indbg"]}; color: {c["ind"]}; }}
QListWidget[look="formats"]::item:selected:focus {{ border-color: {c["ind"]}; }}
QLabel[look="preview"] {{ background: {c["bg"]}; border: 1px solid {c["cardline"]}; border-radius: 6px; padding: 6px; }}
QLabel[look="preview"][mono="true"] {{ background: {c["code"]}; font-family: "JetBrains Mono"; font-size: 11px; }}
QMainWindow::separator {{ background: {c["panel"]}; width: 4px; height: 4px; border-left: 1px solid {c["line"]}; }}
QMainWindow::separator:hover {{ background: {c["indbg"]}; }}
QTableWidget {{ background: {c["panel"]}; border: 0; gridline-color: {c["line"]}; color: {c["text"]}; }}
QTableWidget::item {{ padding: {4 - closer() // 2}px 6px; border-bottom: 1px solid {c["line"]}; }}
QTableView#awaitTable {{ background: {c["panel"]}; color: {c["text"]}; border: 0; border-top: 1px solid {c["line"]};
  padding: 0 10px; }}
QTableView#awaitTable::item {{ border: 0; }}
QTableWidget::item:selected {{ background: {c["indbg"]}; color: {c["text"]}; }}
QTreeView {{ background: {c["panel"]}; border: 0; color: {c["text"]}; outline: 0; show-decoration-selected: 1; }}
QTreeView::item {{ padding: {4 - closer() // 2}px 6px; }}
QTreeView::item:selected {{ background: {c["indbg"]}; }}
QTableView[look="rows"] {{ background: {c["panel"]}; border: 0; color: {c["text"]}; outline: 0; }}
QLineEdit[look="find"] {{ background: {c["code"]}; border: 1px solid {c["cardline"]}; border-radius: 8px;
  padding: 4px 8px; color: {c["text"]}; }}
QLineEdit[look="find"]:focus {{ border-color: {c["ind"]}; }}
QLineEdit[look="find"][wrong="true"] {{ border-color: {c["bad"]}; }}
QFrame[look="changeable"] {{ background: transparent; border: 0; border-radius: 6px; }}
QFrame[look="changeable"][changed="true"] {{ background: {c["waitbg"]}; }}
QHeaderView {{ background: {c["panel"]}; }}
QHeaderView::section {{ background: {c["panel"]}; color: {c["mute"]}; border: 0;
  border-bottom: 1px solid {c["line"]}; padding: 4px 6px; font-size: 11px; font-weight: 600; }}
QTreeView#treeView QHeaderView::section, QTreeView#compareTree QHeaderView::section {{ padding: 4px 9px; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ image: none; width: 0; height: 0; }}
QPlainTextEdit {{ background: {c["code"]}; color: {c["text"]}; border: 0; border-radius: 6px;
  font-family: "JetBrains Mono"; font-size: 12px; }}
QTabBar {{ background: {c["panel"]}; }}
QTabBar::tab {{ background: transparent; color: {c["mute"]}; padding: 6px 13px; border: 1px solid transparent;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {c["text"]}; border-bottom-color: {c["ind"]}; }}
QTabBar[look="dock"]::tab {{ padding: 6px 8px; }}
QTabBar[look="docks"]::tab {{ padding: 6px 4px; }}
QTabBar::scroller {{ width: 40px; }}
QTabBar QToolButton {{ background: {c["panel"]}; border: 1px solid {c["cardline"]}; border-radius: 4px; padding: 0;
  margin: 4px 1px; }}
QTabBar::tab:selected:focus {{ border-color: {c["ind"]}; }}
QMenuBar, QMenu {{ background: {c["panel"]}; color: {c["text"]}; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {c["indbg"]}; }}
QMenu {{ border: 1px solid {c["cardline"]}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; }}
QMenu::item:disabled {{ color: {c["faint"]}; }}
QMenu::separator {{ height: 1px; background: {c["line"]}; margin: 4px 8px; }}
QSlider::groove:horizontal {{ height: 4px; background: {c["line"]}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c["ind"]}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {c["panel"]}; border: 3px solid {c["ind"]}; width: 10px; height: 10px;
  margin: -6px 0; border-radius: 8px; }}
"""
    if text_percent == 100:
        return sheet
    if text_percent < 100:
        # Qt draws square what is rounder than half its height: what is as high as its words is less round with them.
        sheet = _of_words(r"border-radius: (9|1\d)px", "border-radius: {}px", sheet, text_percent)
    return _of_words(r"font-size: (\d+)px", "font-size: {}px", sheet, text_percent)


def _of_words(what: str, written: str, sheet: str, text_percent: int) -> str:
    """The sheet with lengths that go with the words."""
    return re.sub(what, lambda found: written.format(round(int(found[1]) * text_percent / 100)), sheet)


def application() -> QApplication:
    """The process's application; `create_window` makes it before anything is shown."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
