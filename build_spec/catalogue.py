r"""Keep the word catalogue in step with the source.

    python build_spec/catalogue.py update           new words into the .po, unused ones out of it, the .mo made anew
    python build_spec/catalogue.py check            says what is missing, fuzzy, unused or stale; exit code 1 if anything is
    python build_spec/catalogue.py merge FILE…      take translations from lines of `English<TAB>中文` (`\n` a line break)
    python build_spec/catalogue.py missing          print the English of everything not translated yet

Needs Babel (the `dev` extra). Both files are committed, so that the program runs from a source checkout as it is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_CN"
PO = ROOT / "resources" / "locale" / LANGUAGE / "LC_MESSAGES" / "complaint_desk.po"
MO = PO.with_suffix(".mo")

_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
# A fixed date: the same words must make the same file, whoever makes it.
_DATE = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
_PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z_0-9]*)[^{}]*\}(?!\})|(?<!%)(%(?:\([a-z_]+\))?[sdr])")


def extracted() -> Catalog:
    """Every message of the source, with the files that use it."""
    catalogue = Catalog(project="Complaint Desk", creation_date=_DATE, revision_date=_DATE)
    found = extract_from_dir(
        ROOT / "complaint_desk", [("**.py", "python")], keywords=_KEYWORDS, comment_tags=("i18n:",)
    )
    for file, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(
            message, None, [(f"complaint_desk/{file}".replace("\\", "/"), 0)], auto_comments=comments, context=context
        )
    return catalogue


def stored() -> Catalog:
    """The catalogue as committed; an empty one before the first update."""
    if not PO.exists():
        return Catalog(LANGUAGE, project="Complaint Desk")
    with PO.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="complaint_desk")


def updated() -> Catalog:
    """The stored translations for exactly the messages of the source."""
    catalogue = stored()
    catalogue.update(extracted(), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# 投诉台账 · words of the program in Chinese."
    catalogue.project, catalogue.version = "Complaint Desk", "1"
    catalogue.creation_date = catalogue.revision_date = _DATE
    catalogue.last_translator = catalogue.language_team = "Complaint Desk"
    catalogue.msgid_bugs_address = ""
    catalogue.fuzzy = False
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The .mo of a catalogue."""
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def po_text(catalogue: Catalog) -> bytes:
    """The .po of a catalogue, without line numbers so that it changes only with the words."""
    target = io.BytesIO()
    write_po(target, catalogue, width=120, sort_by_file=True, include_lineno=False)
    return target.getvalue()


def faults() -> list[str]:
    """What keeps the catalogue from being complete; empty if nothing."""
    old, new = stored(), updated()
    found = [f"missing: {_shown(message)}" for message in new if message.id and not _is_translated(message)]
    found += [f"fuzzy: {_shown(message)}" for message in old if message.id and message.fuzzy]
    kept = {(message.id, message.context) for message in new}
    found += [f"unused: {_shown(message)}" for message in old if (message.id, message.context) not in kept]
    found += [f"unused: {_shown(message)}" for message in old.obsolete.values()]
    for message in new:
        if message.id and _is_translated(message) and _placeholders(message.id) != _placeholders(message.string):
            found.append(f"placeholders differ: {_shown(message)}")
    if not PO.exists() or PO.read_bytes() != po_text(new):
        found.append(f"stale: {PO.name}: run `python build_spec/catalogue.py update`")
    if not MO.exists() or MO.read_bytes() != compiled(new):
        found.append(f"stale: {MO.name}: run `python build_spec/catalogue.py update`")
    return found


def update() -> Catalog:
    """Write both files anew."""
    catalogue = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_text(catalogue))
    MO.write_bytes(compiled(catalogue))
    return catalogue


def merge(files: list[Path]) -> list[str]:
    """Fill empty entries from files of `English<TAB>中文`; returns the lines that fit no message."""
    update()
    catalogue = stored()
    by_text = {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id
    }
    unfit = []
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("#") or "\t" not in line:
                continue
            english, chinese = (part.replace("\\n", "\n") for part in line.split("\t")[:2])
            message = by_text.get(english) or by_text.get(english.strip())
            if message is None:
                unfit.append(f"{file.name}: {english}")
            elif chinese and not _is_translated(message):
                message.string = chinese if isinstance(message.id, str) else (chinese,)  # Chinese has no plural
    PO.write_bytes(po_text(catalogue))
    update()
    return unfit


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


def _placeholders(text: str | list[str] | tuple[str, ...] | None) -> set[str]:
    parts = [text] if isinstance(text, str) else text or ()
    return {name for part in parts for found in _PLACEHOLDER.findall(part) for name in found if name}


def _shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"[{message.context}] {text}" if message.context else text


def main() -> int:
    """Do the one deed that the command line names."""
    parser = argparse.ArgumentParser(description="Keep the word catalogue in step with the source.")
    parser.add_argument("deed", choices=("update", "check", "merge", "missing"))
    parser.add_argument("files", nargs="*", type=Path)
    chosen = parser.parse_args()
    if chosen.deed == "check":
        found = faults()
        print("\n".join(found) or "The catalogue is complete.")
        return 1 if found else 0
    if chosen.deed == "merge":
        print("\n".join(f"no such message: {line}" for line in merge(chosen.files)))
    catalogue = update() if chosen.deed == "update" else updated()
    missing = [message for message in catalogue if message.id and not _is_translated(message)]
    print("\n".join(_shown(message).replace("\n", "\\n") for message in missing))
    print(f"{len(catalogue)} messages, {len(missing)} not translated", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
