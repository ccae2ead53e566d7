"""Complaint Desk (投诉台账): the consumer-complaint ledger of an enterprise, on its clerks' own PCs."""

__version__ = "0.1.0"
