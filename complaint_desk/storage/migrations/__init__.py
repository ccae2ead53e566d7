"""How a ledger of an earlier version becomes one of today. Scripts in `versions/` never import the live schema."""

REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014",
    "0015", "0016", "0017", "0018", "0019",
)  # fmt: skip
"""Every revision that this program knows, oldest first; a ledger at any other was made by a newer program."""
