"""Words: gettext catalogues, labels of every list and field, sentences of every problem and error."""

from complaint_desk.i18n.catalogue import N_, _, current_language, install, lists_folder, ngettext, pgettext
from complaint_desk.i18n.language import LANGUAGES, choose_language

__all__ = [
    "LANGUAGES", "N_", "_", "choose_language", "current_language", "install", "lists_folder", "ngettext", "pgettext",
]  # fmt: skip
