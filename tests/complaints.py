"""One complaint in words, for tests of what is printed of it: what each test needs otherwise it replaces."""

import datetime as dt
from decimal import Decimal

from complaint_desk.domain.complaint import Attachment, Case, Complaint, Step
from complaint_desk.domain.moments import SHANGHAI, PartialDate

SPOKEN = dt.datetime(2026, 11, 5, 16, 42, tzinfo=SHANGHAI)
AIR_CONDITIONER = Complaint(
    id=1,
    version=2,
    number="TS2026001204",
    status="accepted",
    registered_at=SPOKEN,
    registered_by="前台",
    received_at=SPOKEN,
    channel="phone",
    name="张敏",
    phone="13812341234",
    address="文三路 <18> 号",
    subject_name="澜图变频空调",
    category="electronics",
    purchased_on=PartialDate(2026, 10),
    price=Decimal(2599),
    facts="第一行 <b>异响</b> & 漏水\n第二行",
    demands=("refund", "apologise"),
    nature="quality",
    outcome="refunded",
    compensation=Decimal(200),
)
INVESTIGATED = Step(1, "investigate", SPOKEN, "王芳", "压缩机批次异响", SPOKEN)
INVOICE = Attachment(1, "发票.jpg", 3, "0" * 64, SPOKEN, "前台")


def case_of(complaint: Complaint = AIR_CONDITIONER, step: Step = INVESTIGATED) -> Case:
    """The complaint with one step and one picture."""
    return Case(complaint, (step,), (INVOICE,), ())
