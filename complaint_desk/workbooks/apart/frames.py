"""What program and reading process say to each other: a frame is 4 bytes of length (big-endian) and a pickle of plain values.

Whoever reads a frame makes values of `datetime` from it and nothing else: what was read by a process that looked at a
stranger's bytes cannot name a function to be called.
"""

from __future__ import annotations

import io
import pickle
import struct
from typing import IO, Any

_LENGTH = struct.Struct(">I")
_PLAIN = frozenset({"datetime", "date", "time", "timedelta"})


class _PlainValues(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module != "datetime" or name not in _PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


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
    length = _exactly(stream, _LENGTH.size)
    return _PlainValues(io.BytesIO(_exactly(stream, _LENGTH.unpack(length)[0]))).load()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content
