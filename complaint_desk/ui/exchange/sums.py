"""The sums of an import in words: what was read is what was registered, known, refused and passed over."""

from __future__ import annotations

from complaint_desk.domain.foreign.import_preview import ImportPreview
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n import _


def sums_of_preview(preview: ImportPreview) -> str:
    """Of the first rows, or of all where there are no others."""
    if not preview.sheets:
        return _("No sheet is read, so nothing would come in. The first two pages say why.")
    text = _sums(*(preview.count(what) for what in ("read", "new", "known", "refused", "passed", "similar")))
    return text if preview.whole else _("The first rows: {sums}").format(sums=text)


def sums_of_result(result: ImportResult) -> str:
    """Of all rows."""
    return _sums(
        result.read, result.registered, result.known, result.refused_rows, result.passed_over, len(result.similar)
    )


def _sums(read: int, new: int, known: int, refused: int, passed: int, similar: int) -> str:
    sums = _("{read} rows = {new} new + {known} already there + {refused} refused + {passed} passed over").format(
        read=f"{read:,}", new=f"{new:,}", known=f"{known:,}", refused=f"{refused:,}", passed=f"{passed:,}"
    )
    return _("{sums}, {count} of them similar to another").format(sums=sums, count=f"{similar:,}") if similar else sums
