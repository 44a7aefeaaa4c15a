# covers: xccviz/gui/look/icons.py, xccviz/gui/look/file_dialog.py
"""Nothing that Qt would draw by itself is left: boxes, arrows, pictures of dialogs are ours in every theme."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QChildEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QFileSystemModel,
    QListView,
    QRadioButton,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from tests.gui.test_look import contrast
from xccviz.display.themes import load_theme
from xccviz.gui.commands import COMMANDS
from xccviz.gui.look.file_dialog import FileDelegate, dress_files
from xccviz.gui.look.icons import NEUTRAL, icon
from xccviz.gui.look.plain_parts import plain_parts
from xccviz.gui.look.theme import dress, style_sheet
from xccviz.gui.look.widgets import ElidedLabel
from xccviz.resources import resource_path
from xccviz.settings.themes import theme_names

ICONS = sorted(path for path in resource_path("icons").glob("*.svg") if path.stem != "xccviz")


@pytest.mark.parametrize("name", theme_names())
def test_what_the_style_sheet_shows_is_there(name: str) -> None:
    shown = set(re.findall(r'url\("([^"]+)"\)', plain_parts(load_theme(name))))
    assert len(shown) > 10
    assert all(Path(path).is_file() for path in shown)


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_a_drawing_in_one_colour_that_a_theme_can_give(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    colours = {
        value
        for element in root.iter()
        for key, value in element.items()
        if key in ("fill", "stroke") and value != "none"
    }
    assert colours == {"currentColor"}
    assert root.get("color") == NEUTRAL or path.stem.startswith("check-on-")


@pytest.mark.parametrize("name", theme_names())
def test_the_grey_of_icons_stands_out_from_every_ground(name: str) -> None:
    role = load_theme(name).roles
    assert all(contrast(NEUTRAL, role[ground]) >= 3 for ground in ("bg", "panel", "code"))


def test_every_command_with_an_icon_has_one_of_ours_that_is_sharp(qapp: QApplication) -> None:
    names = {row.icon for row in COMMANDS if row.icon}
    assert len(names) > 8
    for name in names:
        assert resource_path("icons", f"{name}.svg").is_file(), name
        for ratio in (1, 2, 3):
            pixmap = icon(name, load_theme("dark")).pixmap(QSize(16, 16), ratio)
            assert pixmap.width() == 16 * ratio
            assert inked(pixmap.toImage())


def inked(image: QImage) -> bool:
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_ARGB32).constBits(), np.uint8)
    return bool(pixels[3::4].any())


def test_an_icon_has_the_colour_of_its_theme(qapp: QApplication) -> None:
    for name in theme_names():
        image = icon("play", load_theme(name)).pixmap(QSize(16, 16), 3).toImage()
        assert image.pixelColor(24, 24).name() == QColor(load_theme(name).roles["text"]).name()


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize("sort", [QCheckBox, QRadioButton])
def test_a_box_that_is_not_ticked_can_be_seen(
    qtbot: QtBot, name: str, sort: type[QCheckBox] | type[QRadioButton]
) -> None:
    box = sort("words")
    qtbot.addWidget(box)
    dress(box, name)
    box.ensurePolished()
    box.resize(box.sizeHint())
    option = box.style().subElementRect(
        QStyle.SubElement.SE_CheckBoxIndicator
        if sort is QCheckBox
        else QStyle.SubElement.SE_RadioButtonIndicator,
        _option(box),
        box,
    )
    image = box.grab().toImage()
    edge = image.pixelColor(option.left(), option.center().y()).name()
    assert contrast(edge, load_theme(name).roles["panel"]) >= 3


def _option(box: QCheckBox | QRadioButton) -> object:
    from PySide6.QtWidgets import QStyleOptionButton

    option = QStyleOptionButton()
    box.initStyleOption(option)
    return option


class Owner(QDialog):
    """Something that asks for files."""

    def childEvent(self, event: QChildEvent) -> None:
        """As the window does."""
        dress_files(event)


def test_a_dialog_for_files_has_our_icons(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "within").mkdir()
    (tmp_path / "capture.json").write_text("{}")
    owner = Owner()
    qtbot.addWidget(owner)
    theme = dress(owner, "dark")
    dialog = QFileDialog(owner, "Open", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    back = dialog.findChild(QToolButton, "backButton")
    assert back is not None and same(back.icon(), icon("back", theme))
    view = dialog.findChild(QListView, "listView")
    assert view is not None and isinstance(view.itemDelegate(), FileDelegate)
    model = view.model()
    qtbot.waitUntil(lambda: model.rowCount(view.rootIndex()) == 2)
    found = {}
    for number in range(2):
        index = model.index(number, 0, view.rootIndex())
        option = QStyleOptionViewItem()
        view.itemDelegate().initStyleOption(option, index)
        found[index.data(int(Qt.ItemDataRole.DisplayRole))] = QIcon(option.icon)
    assert isinstance(model, QFileSystemModel)
    assert same(found["within"], icon("folder", theme))
    assert same(found["capture.json"], icon("file", theme))
    dialog.close()


def same(one: QIcon, other: QIcon) -> bool:
    size = QSize(16, 16)
    return bool(one.pixmap(size, 2).toImage() == other.pixmap(size, 2).toImage())


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_a_state_stands_behind_the_part_that_it_is_of(name: str) -> None:
    """`:focus::item` makes Qt paint the whole list: a blue edge beside the formats of an export."""
    assert not re.findall(r"[^\s,{}]+:[a-z-]+::[a-z-]+[^{,]*", style_sheet(load_theme(name)))


def test_what_is_cut_says_so_also_where_its_look_keeps_room_around_it(qtbot: QtBot) -> None:
    label = ElidedLabel("mono")
    qtbot.addWidget(label)
    label.setStyleSheet(style_sheet(load_theme("light")))
    label.resize(180, 30)
    label.show()
    label.show_text("xccviz export sample:tutorial-parallel-3-one-panics --to svg")
    room = label.contentsRect().width()
    assert room < label.width()
    assert label.text().endswith("…") and label.fontMetrics().horizontalAdvance(label.text()) <= room
