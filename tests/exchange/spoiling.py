"""Files spoiled at random: bytes of the file itself, and of the parts of a package, which a checksum would otherwise hide."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.exchange.dirty_ledgers import FORMATS, dirty_ledger

_SHORT, _LONG = 12, 400


def spoiled_files(folder: Path, seed: int, count: int) -> Iterator[Path]:
    """So many spoiled ledgers, each format in its turn."""
    for at in range(count):
        chance = random.Random(f"{seed}-{at}")
        kind = at % len(FORMATS)
        good = dirty_ledger(folder, kind + len(FORMATS) * chance.randrange(1_000)).path
        content = good.read_bytes()
        good.unlink()
        within = content.startswith(b"PK") and chance.random() < 0.7
        path = folder / f"{at:05d}-{FORMATS[kind]}"
        path.write_bytes(_within(content, chance) if within else _spoiled(content, chance))
        yield path


def _within(package: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as whole, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as spoiled:
        names = whole.namelist()
        victim = chance.choice(names)
        for name in names:
            content = whole.read(name)
            spoiled.writestr(name, _spoiled(content, chance) if name == victim else content)
    return made.getvalue()


def _spoiled(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, taken out, doubled, put elsewhere; or the end cut off."""
    made = bytearray(content)
    for _ in range(chance.randrange(1, _SHORT)):
        at = chance.randrange(len(made) or 1)
        end = at + chance.choice((1, 1, 2, 4, chance.randrange(1, _LONG)))
        match chance.randrange(6):
            case 0:
                made[at:end] = bytes(chance.randrange(256) for _ in made[at:end])
            case 1:
                del made[at:end]
            case 2:
                made[at:at] = made[at:end] * chance.randrange(1, 4)
            case 3:
                made[at:end] = b"\xff" * len(made[at:end])
            case 4:
                made[at:end] = b"\0" * len(made[at:end])
            case _:
                made[at : at + 1] = bytes([made[at] ^ 1 << chance.randrange(8)]) if made else b""
    if chance.random() < 0.1:
        del made[chance.randrange(len(made) or 1) :]
    return bytes(made)
