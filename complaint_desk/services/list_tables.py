"""Word lists given to other offices and taken from them, as a table that every spreadsheet reads."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.list_tables import ListNames, ListsChange, change_in, rows_of
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import FLAT_LISTS, TREES, ListEntry
from complaint_desk.domain.word_lists import EDITABLE
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import lists
from complaint_desk.storage.journal import Signature
from complaint_desk.workbooks.placing import placed


@needs(Right.READ)
def write(desk: Desk, words: Words, path: Path) -> int:
    """Write every editable list to a CSV file (UTF-8 with BOM, as spreadsheets want it); how many entries.

    Raises:
        Surroundings: `cannot_write`, `disk_full` with `path`.
    """
    with desk.store.reading() as connection:
        entries = lists.entries(connection)
    names = _names(words, entries)
    rows = rows_of(entries, names, _("yes"))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow((_("List"), _("Code"), _("Name"), _("Below"), _("Retired")))
    table.writerows((words.field_label(name), *rest) for name, *rest in rows)
    with placed(path) as file:
        file.write(text.getvalue().encode("utf-8-sig"))
    return len(rows)


@needs(Right.KEEP_LISTS)
def preview(desk: Desk, words: Words, text: str) -> ListsChange:
    """What the text of a table would change.

    Raises:
        Refusal: of a row: `domain.list_tables.change_in`; `last_entry` where a list would offer nothing.
    """
    with desk.store.reading() as connection:
        return _change(words, text, lists.entries(connection))


@needs(Right.KEEP_LISTS)
def take(desk: Desk, words: Words, text: str) -> Changes:
    """Change the lists as the text of a table says.

    Raises:
        Refusal: as `preview`; nothing was written.
    """
    signature = Signature(desk.person, desk.clock())
    with desk.store.writing() as connection:
        for entry in _change(words, text, lists.entries(connection)).entries:
            lists.save(connection, signature, entry)
    return Changes(lists=True)


def _change(words: Words, text: str, entries: tuple[ListEntry, ...]) -> ListsChange:
    head = text.partition("\n")[0]
    delimiter = "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        change = change_in(rows, entries, _names(words, entries))
    except csv.Error as error:
        raise Refusal("no_list_rows") from error
    after = {(each.list_name, each.code): each for each in entries}
    after.update({(each.list_name, each.code): each for each in change.entries})
    for name in (*FLAT_LISTS, *TREES):
        if all(each.hidden for each in after.values() if each.list_name == name):
            raise Refusal("last_entry")
    return change


def _names(words: Words, entries: tuple[ListEntry, ...]) -> ListNames:
    now = Words(words.language, entries)
    by_label = {Words(language).field_label(name): name for language in ("zh_CN", "en") for name in EDITABLE}
    return ListNames(lambda text: text if text in EDITABLE else by_label.get(text), now.code, now.label)
