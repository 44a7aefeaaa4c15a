"""The style sheet of what Qt's own style would draw: boxes to tick, spin boxes, fields, bars, the arrows of trees and
menus, and the pictures of its message boxes, which are icons of ours here."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.display.types import Theme
from xccviz.resources import resource_path

_PICTURES: Mapping[str, str] = {
    "messagebox-critical": "failed",
    "messagebox-information": "info",
    "messagebox-question": "question",
    "messagebox-warning": "caution",
    "lineedit-clear-button": "close",
    "titlebar-close": "close",
    "titlebar-normal": "fit",
}
"""The names that Qt has for its pictures, and our icons in their place."""


def url_of(name: str) -> str:
    """An icon for a style sheet, in the grey that stands out from every ground."""
    return f'url("{resource_path("icons", f"{name}.svg").as_posix()}")'


def plain_parts(theme: Theme) -> str:
    """The style sheet, in roles of the theme."""
    c = theme.roles
    tick = url_of("check-on-dark" if _is_dark(c["ind"]) else "check-on-light")
    pictures = "\n".join(f"  {name}-icon: {url_of(ours)};" for name, ours in _PICTURES.items())
    return f"""
QMessageBox, QDockWidget, QLineEdit {{
{pictures}
}}
QLineEdit, QAbstractSpinBox, QTextEdit {{ background: {c["code"]}; color: {c["text"]};
  border: 1px solid {c["cardline"]}; border-radius: 7px; padding: 4px 7px;
  selection-background-color: {c["ind"]}; selection-color: {c["onsel"]}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QTextEdit:focus {{ border-color: {c["ind"]}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled {{ color: {c["faint"]}; border-color: {c["line"]}; }}
QAbstractSpinBox {{ padding: 3px 22px 3px 6px; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: 0; border-radius: 0; padding: 0; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 20px;
  background: transparent; border: 0; border-left: 1px solid {c["cardline"]}; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {c["indbg"]}; }}
QAbstractSpinBox::up-arrow {{ image: {url_of("angle-up")}; width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: {url_of("angle-down")}; width: 10px; height: 10px; }}
QCheckBox, QRadioButton {{ background: transparent; color: {c["text"]}; spacing: 8px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c["faint"]}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator, QGroupBox::indicator {{
  width: 12px; height: 12px; background: {c["code"]}; border: 1px solid {c["mute"]}; border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 7px; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {{
  background: {c["ind"]}; border-color: {c["ind"]}; image: {tick}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 4px solid {c["ind"]}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {c["ind"]}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {c["code"]};
  border-color: {c["faint"]}; }}
QComboBox::down-arrow {{ image: {url_of("angle-down")}; width: 12px; height: 12px; }}
Chooser::down-arrow {{ image: none; width: 0; }}
QFileDialog QSplitter[look="files"]::handle {{ background: transparent; }}
QProgressBar {{ background: {c["code"]}; color: {c["text"]}; border: 1px solid {c["cardline"]}; border-radius: 7px;
  text-align: center; }}
QProgressBar::chunk {{ background: {c["indbg"]}; border-radius: 6px; }}
QGroupBox {{ background: transparent; border: 1px solid {c["line"]}; border-radius: 8px; margin-top: 9px;
  padding: 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 10px; color: {c["mute"]}; }}
QListView {{ background: {c["panel"]}; color: {c["text"]}; border: 1px solid {c["line"]}; outline: 0; }}
QListView::item:selected {{ background: {c["indbg"]}; color: {c["text"]}; }}
QTreeView::branch:has-children:!open {{ image: {url_of("branch-closed")}; }}
QTreeView::branch:has-children:open {{ image: {url_of("branch-open")}; }}
QTabWidget::pane {{ border: 1px solid {c["line"]}; }}
QTabBar::close-button {{ image: {url_of("close")}; width: 12px; height: 12px; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 6px; }}
QMenu::indicator:checked {{ image: {url_of("check")}; }}
QMenu::indicator:exclusive:checked {{ image: {url_of("dot")}; }}
QMenu::right-arrow {{ image: {url_of("angle-right")}; width: 12px; height: 12px; right: 6px; }}
QToolButton::down-arrow {{ image: {url_of("angle-down")}; width: 12px; height: 12px; }}
QToolButton::up-arrow {{ image: {url_of("angle-up")}; width: 12px; height: 12px; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {c["cardline"]}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 24px; }}
QScrollBar::handle:horizontal {{ min-width: 24px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {c["ref"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QSizeGrip {{ image: none; width: 0; height: 0; }}
QSplitter::handle {{ background: {c["line"]}; }}
QToolTip {{ background: {c["panel"]}; color: {c["text"]}; border: 1px solid {c["cardline"]}; padding: 5px 8px; }}
QMessageBox, QInputDialog, QFileDialog {{ background: {c["panel"]}; }}
QMessageBox QLabel {{ padding: 2px; }}
"""


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128
