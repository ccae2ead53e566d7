"""The sums of an import in words: what was read is what was registered, known, refused and passed over."""

from __future__ import annotations

from complaint_desk.domain.foreign.import_preview import ImportPreview
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n import _


def sums_of_preview(preview: ImportPreview) -> str:
    """Of the first rows, or of all where there are no others."""
    text = _sums(*(preview.count(what) for what in ("read", "new", "known", "refused", "passed")))
    return text if preview.whole else _("The first rows: {sums}").format(sums=text)


def sums_of_result(result: ImportResult) -> str:
    """Of all rows."""
    return _sums(result.read, result.registered, result.known, result.refused_rows, result.passed_over)


def _sums(read: int, new: int, known: int, refused: int, passed: int) -> str:
    return _("{read} rows = {new} new + {known} already there + {refused} refused + {passed} passed over").format(
        read=f"{read:,}", new=f"{new:,}", known=f"{known:,}", refused=f"{refused:,}", passed=f"{passed:,}"
    )
