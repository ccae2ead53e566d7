"""Is everything there that the program ships, and can it be read?"""

from __future__ import annotations

import hashlib
import sys
import tomllib
import zipfile

from complaint_desk.cli.self_check.steps import UnexpectedError
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n import LANGUAGES, current_language, install
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import CONTENTS, resource
from complaint_desk.services import manual, older_ledgers

_FOLDERS = (
    "folders", "headers", "help", "icons", "letters", "lists", "locale", "reports", "rules", "sample", "server", "style",
)  # fmt: skip
_REPORTS = ("analysis.docx", "feedback.docx", "workbook.xlsx")


def contents() -> None:
    """Each file of the frozen folder is there as it was built, by the list that the build left; elsewhere there is none."""
    if not getattr(sys, "frozen", False):
        return
    folder = resource().parent
    for line in (folder / CONTENTS).read_text(encoding="utf-8").splitlines():
        digest, _two, name = line.partition("  ")
        path = folder / name
        if not path.is_file():
            raise UnexpectedError(f"missing: {path}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise UnexpectedError(f"not as it was built: {path}")


def resources() -> None:
    """What the program reads can be read, for each language and each letter; every migration has its script."""
    for name in _FOLDERS:
        if not any(resource(name).iterdir()):
            raise UnexpectedError(f"empty: {resource(name)}")
    _read_languages()
    for path in resource().rglob("*.toml"):
        tomllib.loads(path.read_text(encoding="utf-8"))
    templates = [resource("letters", f"{kind}.docx") for kind in LetterKind]
    templates += [resource("reports", language, name) for language in LANGUAGES for name in _REPORTS]
    for path in templates:
        with zipfile.ZipFile(path) as template:
            if broken := template.testzip():
                raise UnexpectedError(f"{path}: {broken}")
    manual.whole_manuals()
    if missing := older_ledgers.missing_migrations():
        raise UnexpectedError(f"missing migrations: {', '.join(missing)}")


def _read_languages() -> None:
    before = current_language()
    try:
        for language in LANGUAGES:
            install(language, resource())
            Words(language)
    finally:
        install(before, resource())
