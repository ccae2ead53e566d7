"""What each rule set is for, in one line: the trade, and its clocks in short (product contract, section 10)."""

from __future__ import annotations

from complaint_desk.i18n.catalogue import N_, _

_TRADES = {
    "general": N_("For any trade: accepted in 1 working day, answered in 7 days, closed in 15."),
    "distance_return": N_("Online shops: closed in 15 days; returns and refunds without reasons within 7 days each."),
    "odr": N_("Businesses on the 12315 platform: accepted in 1 working day, closed in 10 working days."),
    "regulator": N_("Complaints that a regulator passes on: accepted in 7 working days, mediated within 60 days."),
    "bank": N_("Banks and insurers: closed in 15 days, extended to 30 and then 60."),
    "telecom": N_("Telecommunications: answered in 15 days."),
    "express": N_("Express delivery: closed in 7 days, and the complainant is told."),
    "tourism": N_("Travel agencies and sights: answered in 10 days."),
    "guarantee": N_("Products under statutory guarantee: returned within 7 days, exchanged within 15."),
    "prepaid": N_("Prepaid cards and courses: refunded in 15 days, in Zhejiang in 5."),
    "blank": N_("No time limits until you write your own."),
}


def trade_sentence(rule_set: str) -> str:
    """For whom a rule set is and how long its clocks run.

    Raises:
        KeyError: the program ships no rule set of that code.
    """
    return _(_TRADES[rule_set])
