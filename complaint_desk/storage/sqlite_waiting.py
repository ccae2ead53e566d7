"""Waiting for other writers of a file in a way that can be broken off."""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from complaint_desk.runtime.stop import StopSignal

_MILLISECONDS_BETWEEN_LOOKS = 50


def take_write_lock(connection: Connection, stop: StopSignal) -> None:
    """Begin to write, looking at the signal while others do: SQLite's own waiting cannot be broken off."""
    patience = int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {min(patience, _MILLISECONDS_BETWEEN_LOOKS)}")
    last_try = time.monotonic() + patience / 1000
    try:
        while True:
            stop.heed()
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() > last_try:
                    raise
            else:
                return
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")


def _is_busy(error: DBAPIError) -> bool:
    return isinstance(error.orig, sqlite3.Error) and error.orig.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
