"""What a measure brought: two bars on one scale, before and after, with their days, and what they say."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from complaint_desk.domain.improvement import Followed, Window, cases_filter
from complaint_desk.i18n import _
from complaint_desk.i18n.improvements import effect_sentence, rate_text, recurrence_sentence, verdict_text
from complaint_desk.ui.improvement.looks import verdict_look
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.pill import Pill
from complaint_desk.ui.shared.style import marked, tokens_in
from complaint_desk.ui.shared.tokens import GRID, Tone

_ROW = 4 * GRID
_BAR = 12


class EffectCard(Card):
    """`view_wanted` carries the `LedgerFilter` of a window."""

    view_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("improve.effect")
        self._followed: Followed | None = None
        self.verdict = Pill()
        self.verdict.setObjectName("improve.effect.verdict")
        self.sentence = label(wraps=True, selectable=True)
        self.sentence.setObjectName("improve.effect.sentence")
        self.again = MessageBar("improve.effect.recurrence")
        self.bars = WindowBars()
        self._links = {
            name: button(text, f"improve.effect.{name}", "link")
            for name, text in (
                ("before", _("Cases &before")),
                ("after", _("Cases aft&er")),
                ("recent", _("&Recent cases")),
            )
        }
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(label(_("Effect"), "section"))
        head.addStretch()
        head.addWidget(self.verdict)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        for name, link in self._links.items():
            marked(link, flush=True)
            link.clicked.connect(lambda _checked=False, name=name: self._open(name))
            row.addWidget(link)
        row.addStretch()
        self.column.addLayout(head)
        self.column.addWidget(self.again)
        self.column.addWidget(self.bars)
        self.column.addWidget(self.sentence)
        self.column.addLayout(row)

    def show_effect(self, followed: Followed) -> None:
        self._followed = followed
        effect = followed.effect
        self.verdict.show_state(verdict_text(effect), verdict_look(effect))
        self.sentence.setText(effect_sentence(effect))
        shown = {"before": effect.before, "after": effect.after, "recent": effect.recent}
        self.bars.show_windows(
            tuple(
                (text, window)
                for text, window in (
                    (_("Before the measure"), effect.before),
                    (_("After the measure"), effect.after),
                    (_("Lately"), effect.recent),
                )
                if window
            )
        )
        for name, link in self._links.items():
            link.setVisible(shown[name] is not None)
        if told := recurrence_sentence(effect):
            self.again.tell(told, Tone.RED)
        else:
            self.again.hide()

    def _open(self, name: str) -> None:
        if self._followed is not None:
            window: Window | None = getattr(self._followed.effect, name)
            self.view_wanted.emit(cases_filter(self._followed.improvement.filter, window))


class WindowBars(QWidget):
    """A bar for each window: its name, its days, complaints a day to one scale, count."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("improve.effect.bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._windows: tuple[tuple[str, Window], ...] = ()

    def show_windows(self, windows: tuple[tuple[str, Window], ...]) -> None:
        self._windows = windows
        self.setAccessibleName("; ".join(f"{name}: {_days(each)}, {_count(each)}" for name, each in windows))
        self.setVisible(bool(windows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, _ROW * len(self._windows))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, metrics = tokens_in(self), self.fontMetrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = max((metrics.horizontalAdvance(name) for name, _each in self._windows), default=0)
        days = max((metrics.horizontalAdvance(_days(each)) for _name, each in self._windows), default=0)
        counts = max((metrics.horizontalAdvance(_count(each)) for _name, each in self._windows), default=0)
        left = names + days + 4 * GRID
        room = max(4 * GRID, self.width() - left - counts - 2 * GRID)
        most = max((each.span.per_day for _name, each in self._windows), default=0) or 1.0
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for at, (name, each) in enumerate(self._windows):
            top = at * _ROW
            painter.setPen(QColor(tokens.text))
            painter.drawText(QRectF(0, top, names, _ROW), middle, name)
            painter.setPen(QColor(tokens.secondary))
            painter.drawText(QRectF(names + 2 * GRID, top, days, _ROW), middle, _days(each))
            painter.setPen(Qt.PenStyle.NoPen)
            ground = QRectF(left, top + (_ROW - _BAR) / 2, room, _BAR)
            painter.setBrush(QColor(tokens.grey_tint))
            painter.drawRoundedRect(ground, 3, 3)
            if each.count:
                beam = QRectF(ground)
                beam.setWidth(max(6.0, room * each.span.per_day / most))
                painter.setBrush(QColor(tokens.handle_hover if at == 0 else tokens.accent))
                painter.drawRoundedRect(beam, 3, 3)
            painter.setPen(QColor(tokens.text))
            painter.drawText(QRectF(left + room + 2 * GRID, top, counts, _ROW), middle, _count(each))


def _days(window: Window) -> str:
    return _("{first} to {last}").format(first=window.first, last=window.last)


def _count(window: Window) -> str:
    return _("{count} ({rate} a day)").format(count=f"{window.count:,}", rate=rate_text(window))
