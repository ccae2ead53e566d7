"""Rule sets as files that another office takes over: read into the dialog, written from it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.rule_sets import ProvinceLayer, RuleVersion
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import rule_sets
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace


def read_rules(
    workplace: Workplace,
    owner: QWidget,
    take: Callable[[RuleVersion | ProvinceLayer], None],
    fail: Callable[[DeskError], None],
) -> None:
    """Ask for a file and hand over the first rule set in it; nothing is kept yet."""
    path = workplace.questions.open_file(_("Read rules"), _("Rules (*.toml)"))
    if path is None:
        return
    desk = workplace.desk

    def read() -> RuleVersion | ProvinceLayer:
        return rule_sets.read_file(desk, path)[0]

    workplace.lanes.submit("page", read, take, fail, owner=owner)


def write_rules(workplace: Workplace, owner: QWidget, version: RuleVersion | ProvinceLayer, bar: MessageBar) -> None:
    """Ask for a place and write a version there; `bar` says how it went."""
    suggested = f"{version.code}-{version.valid_from}.toml"
    path = workplace.questions.save_file(_("Write rules"), suggested, _("Rules (*.toml)"))
    if path is None:
        return
    workplace.lanes.submit(
        "page",
        lambda: rule_sets.write_file(version, path),
        lambda _done: bar.tell(_("Written: {path}").format(path=path), Tone.GREEN),
        lambda error: bar.tell(error_sentence(error), Tone.RED),
        owner=owner,
    )
