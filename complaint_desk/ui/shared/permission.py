"""What a person may not do: such controls stay disabled, whatever a page says of them later, and tell who may."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolTip, QWidget

from complaint_desk.domain.roles import Right, roles_with
from complaint_desk.i18n import _
from complaint_desk.i18n.roles import needed_roles
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import GRID


class Entitled(Protocol):
    """A desk, or whoever has rights without one."""

    @property
    def rights(self) -> frozenset[Right]: ...


def reserve(whose: Entitled, right: Right, *controls: QWidget | QAction) -> bool:
    """Keep controls for people with a right; True if `whose` rights hold it, and they work as ever."""
    if right in whose.rights:
        return True
    for each in controls:
        _Lock(each, why_not(right))
    return False


def why_not(right: Right) -> str:
    """Which role it takes, for whoever has none of them."""
    return needed_roles(roles_with(right))


def reason_line(whose: Entitled, right: Right) -> QWidget:
    """The line over a page that shows what only others may change; hidden from those who may."""
    line, sign = QWidget(), QLabel()
    sign.setPixmap(icons.icon("lock", current_tokens().secondary).pixmap(QSize(16, 16), line.devicePixelRatioF()))
    said = label(_("Read only. {reason}.").format(reason=why_not(right)), role="secondary", wraps=True)
    said.setObjectName("read_only")
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(said, 1)
    if right in whose.rights:
        line.hide()
    return line


class ReasonTips(QObject):
    """Tool tips in a menu for those entries alone that are disabled with a reason."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        menu.installEventFilter(self)

    def eventFilter(self, menu: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(menu, QMenu):
            asked = cast("QHelpEvent", event)
            for entry in menu.actions():
                if menu.actionGeometry(entry).contains(asked.pos()) and not entry.isEnabled():
                    QToolTip.showText(asked.globalPos(), entry.statusTip(), menu)
        return False


class _Lock(QObject):
    """Holds one control disabled."""

    def __init__(self, control: QWidget | QAction, reason: str) -> None:
        super().__init__(control)
        self._reason = reason
        if isinstance(control, QAction):
            control.enabledChanged.connect(lambda _enabled: self._hold(control))
        else:
            control.installEventFilter(self)
        self._hold(control)

    def eventFilter(self, control: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(control, QWidget):
            self._hold(control)
        return False

    def _hold(self, control: QWidget | QAction) -> None:
        control.setToolTip(self._reason)
        control.setStatusTip(self._reason)
        if control.isEnabled():
            control.setEnabled(False)
