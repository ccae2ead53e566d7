"""Sections of a form on the grid line, and the folded ones with the buttons that open them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.form.cell import FieldCell
from complaint_desk.ui.shared.form.lines import is_enter
from complaint_desk.ui.shared.form.plan import Section
from complaint_desk.ui.shared.icons import give_icon
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID

WIDEST_CAPTION = 132
"""Longer labels break into two lines, in pixels."""


class SectionPanel(QWidget):
    """A heading and its fields, two in a row."""

    def __init__(self, section: Section, cells: list[FieldCell]) -> None:
        super().__init__()
        self.section = section
        self.cells = cells
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if section.title:
            column.addWidget(label(_(section.title), role="section"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        column.addLayout(self._grid)
        row, half = 0, 0
        for cell in cells:
            if cell.place.wide and half:
                row, half = row + 1, 0
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(cell.caption, row, 2 * half, top)
            self._grid.addWidget(cell, row, 2 * half + 1, 1, 3 if cell.place.wide else 1)
            row, half = (row + 1, 0) if cell.place.wide or half else (row, 1)

    def caption_width(self) -> int:
        """The width that the labels want, in pixels."""
        return min(
            WIDEST_CAPTION,
            max(cell.caption.fontMetrics().horizontalAdvance(cell.caption.text()) for cell in self.cells),
        )

    def set_caption_width(self, width: int) -> None:
        for cell in self.cells:
            cell.caption.setFixedWidth(width)

    def carry_mnemonics(self, *, carried: bool) -> None:
        for cell in self.cells:
            cell.carry_mnemonic(carried=carried)


class FoldButton(QToolButton):
    """Opens and closes a section, by Enter too: that is the key that goes on in a form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
            event.accept()
        else:
            super().keyPressEvent(event)


class Folds(QWidget):
    """The buttons that open and close the folded sections. The keys of the section in use are alive, those of others not."""

    def __init__(self, panels: list[SectionPanel], prefix: str) -> None:
        super().__init__()
        self.panels = panels
        self._row = FlowLayout(self, gap=GRID // 2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._buttons: list[QToolButton] = []
        for panel in panels:
            opener = FoldButton()
            opener.setObjectName(f"{prefix}.fold{panel.section.key}")
            opener.setCheckable(True)
            opener.setText(f"{_(panel.section.title)}(&{panel.section.key})")
            opener.setAccessibleName(_(panel.section.title))
            opener.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            give_icon(opener, "chevron-right", current_tokens(), "accent")
            opener.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            marked(opener, kind="fold")
            opener.clicked.connect(lambda checked, panel=panel: self._click(panel, opened=checked))
            self._buttons.append(opener)
            self._row.addWidget(opener)
            panel.hide()
            panel.carry_mnemonics(carried=False)

    def open_panel(self, panel: SectionPanel, *, opened: bool) -> None:
        opener = self._buttons[self.panels.index(panel)]
        opener.setChecked(opened)
        give_icon(opener, "chevron-down" if opened else "chevron-right", current_tokens(), "accent")
        panel.setVisible(opened)
        if opened:
            self.give_keys(panel)
        else:
            panel.carry_mnemonics(carried=False)

    def give_keys(self, panel: SectionPanel) -> None:
        """Make the keys of one section answer."""
        for each in self.panels:
            each.carry_mnemonics(carried=each is panel)

    def _click(self, panel: SectionPanel, *, opened: bool) -> None:
        self.open_panel(panel, opened=opened)
        if opened:
            panel.cells[0].editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
