"""What stands above the two drawings: the tabs of the views, and a bar that says what signs mean and what is left
out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from xccviz.catalogue import numeral, tr
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import label, row, set_text
from xccviz.gui.state.pair import Pair
from xccviz.gui.views import PAIRED
from xccviz.words.pairs import ALIGNED

BAR_PX, TABS_PX = 33, 35


class _Sample(QWidget):
    """The number of a difference, or what a run lacks, as the drawings show them."""

    def __init__(self, lacks: bool) -> None:
        super().__init__()
        self._lacks = lacks
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as it is drawn."""
        return QSize(worded(30 if self._lacks else 18), worded(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A square with an n, or a dashed card."""
        roles = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._lacks:
            pen = QPen(QColor(roles["ref"]), 1.2)
            pen.setDashPattern([3, 2.5])
            painter.setPen(pen)
            painter.drawRoundedRect(place.adjusted(0, 2, 0, -2), 4, 4)
            return
        painter.setPen(QPen(QColor(roles["wait"]), 1.25))
        painter.setBrush(QColor(roles["waitbg"]))
        painter.drawRoundedRect(place, 4, 4)
        font = painter.font()
        font.setPixelSize(worded(11))
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "n")


class CompareBar(QWidget):
    """Emits `only_wanted()` and `costs_wanted()`."""

    only_wanted = Signal()
    costs_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compareBar")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.differs, self.lacks, self.aligned = label("", "mute"), label("", "mute"), label(ALIGNED, "mute")
        self.only, self.costs = SwitchBox(), SwitchBox()
        self.only.setText(tr("only differences"))
        self.costs.setText(tr("gas and fees"))
        self.only.setObjectName("compareOnly")
        self.costs.setObjectName("compareCosts")
        self.only.clicked.connect(lambda _checked=False: self.only_wanted.emit())
        self.costs.clicked.connect(lambda _checked=False: self.costs_wanted.emit())
        self._samples = _Sample(False), _Sample(True)
        line = row(
            self._samples[0],
            self.differs,
            self._samples[1],
            self.lacks,
            self.aligned,
            None,
            self.only,
            self.costs,
            spacing=8,
        )
        line.insertSpacing(2, 12)
        line.insertSpacing(line.indexOf(self.aligned), 12)
        line.insertSpacing(line.indexOf(self.costs), 12)
        line.setContentsMargins(16, 2, 16, 2)
        self.setLayout(line)
        self._words = (("", ""), ("", ""))

    def show_pair(self, pair: Pair) -> None:
        """What there is to explain, and what is switched."""
        self.setMinimumHeight(worded(BAR_PX))
        self.only.setChecked(pair.only)
        self.costs.setChecked(pair.costs)
        lacking = sum(call.missing is not None for call in pair.found.union.calls)
        self._words = (
            (tr("differs, number of the row below"), tr("only in one run (none here)")),
            (tr("differs"), tr("only in one run")),
        )
        if lacking:
            many = tr("only in one run ({count} here)", count=numeral(lacking))
            self._words = ((self._words[0][0], many), self._words[1])
        self._arrange()

    def show_view(self, graph: bool) -> None:
        """What only the graph has: one layout for both."""
        self.only.setVisible(graph)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more words, or not any more."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as with the fewest words."""
        return QSize(320, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """As many words as there is room for."""
        metrics = self.differs.fontMetrics()
        taken = self.only.sizeHint().width() + self.costs.sizeHint().width() + worded(48) + 120
        for aligned, words in ((True, self._words[0]), (False, self._words[0]), (False, self._words[1])):
            said = (*words, ALIGNED) if aligned else words
            if sum(metrics.horizontalAdvance(each) for each in said) + taken <= self.width():
                break
        else:
            words = ("", "")  # what can be switched comes before what is explained
        for part in (*self._samples, self.differs, self.lacks):
            part.setVisible(bool(words[0]))
        set_text(self.differs, words[0])
        set_text(self.lacks, words[1])
        self.aligned.setVisible(aligned)


class PairTabs(QTabBar):
    """The views, in each of which the two can stand. Emits `view_wanted(id)`."""

    view_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compareTabs")
        self.setAccessibleName(tr("Views of both"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        for spec in PAIRED:
            self.addTab(spec.title)
        self.currentChanged.connect(lambda index: self.view_wanted.emit(PAIRED[index].id))

    def show_view(self, view: str) -> None:
        """The one in front."""
        with QSignalBlocker(self):
            self.setCurrentIndex([spec.id for spec in PAIRED].index(view))
        self.setMinimumHeight(worded(TABS_PX))
