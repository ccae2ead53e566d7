"""`sales`: import, list, clear."""

from __future__ import annotations

from complaint_desk.cli.context import DONE, Command, Context
from complaint_desk.i18n import _
from complaint_desk.i18n.improvements import sales_taken_sentence
from complaint_desk.services import selling


def sales(context: Context) -> int:
    """Do what was asked with sales figures; without a deed, list all."""
    arguments = context.arguments
    with context.opened() as program:
        match arguments.deed:
            case "import":
                taken = selling.take(program.desk, arguments.file)
                context.output.tell(
                    {
                        "rows": taken.rows,
                        "products": taken.products,
                        "from": f"{taken.first_month:%Y-%m}",
                        "to": f"{taken.last_month:%Y-%m}",
                    },
                    sales_taken_sentence(taken.rows, taken.products, taken.first_month, taken.last_month),
                )
            case "clear":
                gone = selling.clear(program.desk)
                context.output.tell(
                    {"removed": gone}, _("Sales figures taken away: {count}.").format(count=f"{gone:,}")
                )
            case _:
                found = sorted(selling.listed(program.desk).items())
                rows = [
                    {"month": f"{month:%Y-%m}", "product": product, "units": units} for (month, product), units in found
                ]
                said = ["{month}  {product}  {units:,}".format(**row) for row in rows] or [
                    _("There are no sales figures.")
                ]
                context.output.tell({"count": len(rows), "rows": rows}, *said)
    return DONE


COMMANDS: dict[str, Command] = {"sales": sales}
