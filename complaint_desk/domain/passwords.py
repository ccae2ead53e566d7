"""Passwords and what is kept of them: a salted hash by scrypt (RFC 7914), with its parameters beside it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata

from complaint_desk.domain.errors import Refusal

SHORTEST = 8
LONGEST = 200

# OWASP Password Storage Cheat Sheet, scrypt: N = 2^14, r = 8, p = 5; 16 MiB, and about 0.2 s on an office PC.
_COST, _BLOCK, _TIMES = 2**14, 8, 5
_SALT, _HASH = 16, 32
_MOST_MEMORY = 256 * 2**20


def new_secret(password: str) -> str:
    """What is kept of a new password: `scrypt$N$r$p$salt$hash`, salt and hash in base64.

    Raises:
        Refusal: `password_too_short`, `password_too_long`, both with `limit`.
    """
    if len(password) < SHORTEST:
        raise Refusal("password_too_short", limit=SHORTEST)
    if len(password) > LONGEST:
        raise Refusal("password_too_long", limit=LONGEST)
    salt = os.urandom(_SALT)
    found = _hashed(password, salt, _COST, _BLOCK, _TIMES)
    return f"scrypt${_COST}${_BLOCK}${_TIMES}${_text(salt)}${_text(found)}"


def fits(password: str, secret: str) -> bool:
    """True if a password is the one of which `secret` is kept; takes as long where there is none, so that nobody can tell."""
    cost, block, times, salt, wanted = _parts(secret)
    try:
        found = _hashed(password[:LONGEST], salt, cost, block, times)
    except ValueError:
        # Parameters that scrypt does not take: what is kept was spoiled.
        return False
    return hmac.compare_digest(found, wanted)


def _parts(secret: str) -> tuple[int, int, int, bytes, bytes]:
    try:
        name, cost, block, times, salt, found = secret.split("$")
        if name == "scrypt":
            return int(cost), int(block), int(times), base64.b64decode(salt), base64.b64decode(found)
    except ValueError:
        pass
    return _COST, _BLOCK, _TIMES, bytes(_SALT), b""


def _hashed(password: str, salt: bytes, cost: int, block: int, times: int) -> bytes:
    """One word may be typed in several ways; all are one password (NFKC)."""
    plain = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(plain, salt=salt, n=cost, r=block, p=times, maxmem=_MOST_MEMORY, dklen=_HASH)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
