"""How sheets of the analysis workbook go on paper."""

from __future__ import annotations

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from complaint_desk.i18n import _
from complaint_desk.workbooks.cells import cell_text

_A4 = 9


def set_up_print(sheet: Worksheet, title: str) -> None:
    """A4 across, as wide as the paper, the sheet's title and the page below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    # In headers and footers & begins a code.
    footer = HeaderFooterItem()
    footer.left.text = cell_text(title).replace("&", "&&")
    footer.right.text = _("Page {page} of {pages}").format(page="&P", pages="&N")
    sheet.HeaderFooter.oddFooter = footer
