"""Which kind of ledger an address names, and opening it."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import unquote

from complaint_desk.domain.errors import Refusal
from complaint_desk.runtime.stop import Progress, no_progress
from complaint_desk.storage.store import Store

log = logging.getLogger(__name__)

_FILE = "sqlite:///"
_SERVERS = ("postgresql://", "postgresql+psycopg://")


def open_ledger(
    address: str, *, create: bool = True, copies: Path | None = None, progress: Progress = no_progress
) -> Store:
    """Open the ledger that an address names: `postgresql+psycopg://user@host/name`, `sqlite:///file`, or a plain path.

    Args:
        address: of the ledger.
        create: make the ledger if there is none.
        copies: folder for the copy of an older ledger in a file (see `Store.open`).
        progress: told of rows while an older ledger in a file is brought up to date.

    Raises:
        Refusal: `server_not_supported`, `no_server_driver`, `bad_server_url`.
        Surroundings: the ledger cannot be opened.
    """
    if address.startswith(_SERVERS):
        try:
            from complaint_desk.storage.server_store import ServerStore  # noqa: PLC0415 - its driver is an extra
        except ImportError as error:
            log.info("the driver of servers cannot be loaded: %s", error)
            raise Refusal("no_server_driver") from error
        return ServerStore.reach(address, create=create)
    if "://" in address and not address.startswith(_FILE):
        raise Refusal("server_not_supported", database=address.partition(":")[0])
    file = unquote(address.removeprefix(_FILE).partition("?")[0]) if address.startswith(_FILE) else address
    return Store.open(Path(file), create=create, copies=copies, progress=progress)
