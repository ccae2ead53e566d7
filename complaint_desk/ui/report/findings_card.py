"""What stands out, in sentences; each leads to its cases."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.findings import Finding
from complaint_desk.ui.report.tile import FigureTile, TileGroup
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.charts.values import Mark
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.style import marked, tokens_in
from complaint_desk.ui.shared.tokens import GRID, Tone

_SHOWN = 5
_ICON = 16


class _FindingRow(FigureTile):
    """A mark, and a sentence that wraps."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("row", parent)
        self.setObjectName(name)
        self._mark = QLabel()
        self._mark.setFixedWidth(_ICON)
        self._said = label(wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(GRID)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._said, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_finding(self, finding: Finding) -> None:
        tone, icon = (Tone.RED, "warning") if finding.alarming else (Tone.GREY, "info")
        picture = icons.icon(icon, tokens_in(self).ink(tone))
        self._mark.setPixmap(picture.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        self._said.setText(finding.sentence)
        self.show_mark(Mark(0, finding.sentence, finding.key))


class FindingsCard(Card):
    """The weightiest sentences; the others come when they are asked for."""

    wanted = Signal(str)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=GRID, gap=0)
        self.setObjectName("report.findings")
        self._group = TileGroup()
        self._rows: list[_FindingRow] = []
        self._found: tuple[Finding, ...] = ()
        self._whole = False
        self._more = button("", "report.findings.more", "link")
        marked(self._more, compact=True)
        self._more.clicked.connect(self._unfold)
        title = label(_("What stands out"), role="section")
        title.setContentsMargins(6, 0, 0, 2)
        self.column.addWidget(title)
        self.column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(title.text())

    def show_findings(self, found: tuple[Finding, ...]) -> None:
        """What is alarming comes first; the key figures say the volume already."""
        told = tuple(each for each in found if each.about != "volume") or found
        self._found = tuple(sorted(told, key=lambda each: not each.alarming))
        while len(self._rows) < len(self._found):
            row = _FindingRow(f"report.finding{len(self._rows)}")
            row.wanted.connect(self.wanted)
            row.pointed.connect(self.pointed)
            self._group.add(row)
            self._rows.append(row)
            self.column.insertWidget(self.column.count() - 1, row)
        self._lay_out()

    def _unfold(self) -> None:
        self._whole = not self._whole
        self._lay_out()

    def _lay_out(self) -> None:
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(self._found) and (self._whole or at < _SHOWN))
            if at < len(self._found):
                row.show_finding(self._found[at])
        rest = len(self._found) - _SHOWN
        self._more.setVisible(rest > 0)
        more = ngettext("{count} more", "{count} more", max(rest, 0)).format(count=rest)
        text = _("Show fewer") if self._whole else more
        self._more.setText(text)
        self._more.setAccessibleName(text)
