"""What program and reading process say to each other: a frame is 4 bytes of length (big-endian) and a pickle.

The program makes plain values of what it hears and nothing else: what comes from a process that looked at a stranger's bytes
cannot name a function to be called. The process trusts the program.
"""

from __future__ import annotations

import datetime as dt
import io
import pickle
import struct
from decimal import Decimal
from typing import IO, Any

from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.vocabulary import FollowUp, Kind, Status, StepKind

_LENGTH = struct.Struct(">I")


def _zone(offset: dt.timedelta, name: str = "") -> dt.timezone:
    """Beijing time is the same object everywhere, by which others know it."""
    zone = dt.timezone(offset, name) if name else dt.timezone(offset)
    return SHANGHAI if zone == SHANGHAI else zone


_PLAIN = {
    (each.__module__, each.__name__): each
    for each in (dt.datetime, dt.date, dt.time, dt.timedelta, Decimal, PartialDate, FollowUp, Kind, Status, StepKind)
} | {(dt.timezone.__module__, dt.timezone.__name__): _zone}


class _PlainValues(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (found := _PLAIN.get((module, name))) is None:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def write_frame(stream: IO[bytes], value: Any) -> int:
    """Say something, and how many bytes it took. Raises OSError where nobody listens any more."""
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()
    return len(content)


def read_frame(stream: IO[bytes]) -> Any:
    """What was said next.

    Raises:
        EOFError: nobody is there any more.
        pickle.UnpicklingError: it was no plain value.
    """
    return _PlainValues(io.BytesIO(_content(stream))).load()


def read_trusted_frame(stream: IO[bytes]) -> Any:
    """What the program itself said next, be it any value. Raises EOFError when it is gone."""
    return pickle.loads(_content(stream))  # noqa: S301 (whoever started this process could do as it likes anyway)


def _content(stream: IO[bytes]) -> bytes:
    length = _exactly(stream, _LENGTH.size)
    return _exactly(stream, _LENGTH.unpack(length)[0])


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content
