"""The installed catalogue: English in the source, the person's language on the screen.

`_` and its sisters look words up when they are called, so no module may call them while it is being imported; a table
of sentences at module level marks them with `N_` and gives them to `_` later. Nothing is translated before `install`.
"""

from __future__ import annotations

import gettext as standard_gettext
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.i18n.language import CHINESE, ENGLISH

DOMAIN = "complaint_desk"


@dataclass(slots=True)
class _Installed:
    """One for the program: the language is chosen at its start and stays."""

    language: str
    translations: standard_gettext.NullTranslations
    resources: Path | None


_installed = _Installed(ENGLISH, standard_gettext.NullTranslations(), None)


def install(language: str, resources: Path) -> None:
    """Speak a language from now on.

    Args:
        language: `zh_CN` or `en`.
        resources: the folder that holds `locale/` and `lists/`.

    Raises:
        FileNotFoundError: the folder has no catalogue of that language.
    """
    if language == CHINESE:
        catalogue = resources / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        with catalogue.open("rb") as file:
            _installed.translations = standard_gettext.GNUTranslations(file)
    else:
        _installed.translations = standard_gettext.NullTranslations()
    _installed.language = language
    _installed.resources = resources


def current_language() -> str:
    """The language in force; English before `install`."""
    return _installed.language


def lists_folder() -> Path:
    """The folder of the labels of all lists.

    Raises:
        RuntimeError: no language is installed yet.
    """
    return _resources() / "lists"


def letters_folder() -> Path:
    """The folder of the built-in letter templates and their phrases.

    Raises:
        RuntimeError: no language is installed yet.
    """
    return _resources() / "letters"


def _resources() -> Path:
    if _installed.resources is None:
        raise RuntimeError("i18n.install comes before the first label")
    return _installed.resources


def _(message: str) -> str:
    """The sentence in the language in force."""
    return _installed.translations.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for a count, in the language in force."""
    return _installed.translations.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The word in the language in force, for English words that mean two things; `context` tells them apart."""
    return _installed.translations.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """The same text, marked for the catalogue; whoever shows it calls `_` then."""
    return message
