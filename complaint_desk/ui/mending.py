"""What is done to a ledger while no window has it open: a backup put in its place, what a damaged file still holds salvaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from complaint_desk.domain.copies import Damage, Salvaged
from complaint_desk.domain.errors import DeskError, Refusal, Stopped, Surroundings
from complaint_desk.domain.moments import now
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.copies import salvage_sentences
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import Progress
from complaint_desk.services import care
from complaint_desk.services.program import Premises
from complaint_desk.ui.care.damage_dialog import DamageDialog, WayOn
from complaint_desk.ui.opening import BoxWords, opened_beside

_T = TypeVar("_T")


def put_back(premises: Premises, source: Path) -> str:
    """Put a copy in the ledger's place, with the person told how far it is and asked where it has faults.

    Returns:
        What the window says when it opens again: what was done, or why not.
    """
    try:
        return _restored(premises, source, despite_faults=False)
    except Refusal as error:
        if error.code != "faulty_backup" or not _wants_despite(error):
            return error_sentence(error)
    except Stopped:
        return _("Stopped: the ledger is as it was.")
    except DeskError as error:
        return error_sentence(error)
    try:
        return _restored(premises, source, despite_faults=True)
    except Stopped:
        return _("Stopped: the ledger is as it was.")
    except DeskError as error:
        return error_sentence(error)


def mend(premises: Premises, error: Surroundings) -> tuple[bool, str]:
    """Say what is wrong with the ledger's file and do what the person chooses.

    Returns:
        False if it was left as it is and no window shall open; and what the window says when it opens.
    """
    ledger, folders = premises.places.ledger, premises.copy_folders
    while True:
        try:
            damage = _beside(lambda progress: _examined(ledger, folders, error, progress), _examining_words)
        except Stopped:
            return False, ""
        way, source = _asked(damage, premises)
        if way is WayOn.LEAVE:
            return False, ""
        if way is WayOn.AGAIN:
            return True, ""
        try:
            return True, _done(premises, damage, way, source)
        except Stopped:
            continue
        except DeskError as trouble:
            _tell(error_sentence(trouble))


def _asked(damage: Damage, whose: Premises) -> tuple[WayOn, Path | None]:
    dialog = DamageDialog(damage, now(), whose)
    dialog.exec()
    way = dialog.way
    dialog.deleteLater()
    if way is WayOn.CHOOSE:
        folder = damage.good.file.parent if damage.good else damage.ledger.parent
        name, _filter = QFileDialog.getOpenFileName(
            None, _("Restore a backup"), str(folder), _("Ledger copy") + " (*.db)"
        )
        return (WayOn.RESTORE, Path(name)) if name else _asked(damage, whose)
    return way, damage.good.file if damage.good and way is WayOn.RESTORE else None


def _done(premises: Premises, damage: Damage, way: WayOn, source: Path | None) -> str:
    if way is WayOn.ANEW:
        aside = care.begin_anew(damage.ledger)
        return _kept_sentence(aside) if aside else ""
    if source is not None:
        return put_back(premises, source)
    made, aside = _beside(
        lambda progress: care.salvage_in_place(damage.ledger, premises.person, progress=progress), _salvaging_words
    )
    _tell_salvaged(made, aside)
    return ""


def _restored(premises: Premises, source: Path, *, despite_faults: bool) -> str:
    restored = _beside(
        lambda progress: care.restore(
            premises.places.ledger,
            source,
            premises.person,
            replace=True,
            despite_faults=despite_faults,
            progress=progress,
        ),
        _restoring_words,
    )
    told = [
        ngettext(
            "The backup was restored: {count} complaint.",
            "The backup was restored: {count} complaints.",
            restored.complaints,
        ).format(count=f"{restored.complaints:,}")
    ]
    if restored.drafts:
        told.append(
            ngettext("{count} draft was taken over.", "{count} drafts were taken over.", restored.drafts).format(
                count=restored.drafts
            )
        )
    if restored.kept_aside is not None:
        told.append(_kept_sentence(restored.kept_aside))
    return " ".join(told)


def _kept_sentence(aside: Path) -> str:
    return _("The ledger before it is kept as {file}.").format(file=aside.name)


def _examined(ledger: Path, folders: tuple[Path, ...], error: Surroundings, progress: Progress) -> Damage:
    # The box is shown for as long as it takes: nobody can say how long a disk that fails will.
    progress(0, 0)
    return care.examine(ledger, folders, error)


def _beside(deed: Callable[[Progress], _T], words: Callable[[], BoxWords]) -> _T:
    """Do something in a thread of its own, with the box of a long wait; stopping reaches it where it tells of progress."""
    return opened_beside(deed, QApplication.instance, words)


def _wants_despite(error: Refusal) -> bool:
    text = _(
        "The check found {count} faults in the backup, the first at {place}. If there is no better one, it can be taken "
        "nevertheless; what the faults concern cannot be confirmed."
    ).format(count=error.details["count"], place=error.details["place"])
    box = QMessageBox(QMessageBox.Icon.NoIcon, _("Restore a backup"), text)
    wanted = box.addButton(_("Restore nevertheless"), QMessageBox.ButtonRole.AcceptRole)
    box.setEscapeButton(box.addButton(_("Do not restore"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is wanted


def _tell(text: str, details: str = "") -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, _("Complaint ledger"), text)
    if details:
        box.setDetailedText(details)
    box.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def _tell_salvaged(made: Salvaged, aside: Path) -> None:
    sentences = salvage_sentences(made)
    _tell("\n".join([*sentences[:3], _kept_sentence(aside)]), "\n".join(sentences[3:]))


def _restoring_words() -> BoxWords:
    return BoxWords(
        _("The backup is checked and put in the place of the ledger. The ledger before it is kept beside it."),
        _("Restoring the backup"),
        _("Stop"),
        _("Stopping… The ledger stays as it was."),
        "",
    )


def _salvaging_words() -> BoxWords:
    return BoxWords(
        _("What can be read of the damaged ledger is put into a new one. The damaged file stays as it is."),
        _("Reading what is left"),
        _("Stop"),
        _("Stopping… The ledger stays as it was."),
        "",
    )


def _examining_words() -> BoxWords:
    return BoxWords(
        _("The ledger cannot be opened as usual. It is being looked at, and the newest good backup is searched for."),
        _("Looking at the ledger"),
        _("Close"),
        _("Stopping…"),
        "",
    )
