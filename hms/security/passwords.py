"""Passwords: argon2id, at most one hash per core at a time, common ones refused."""

import os
import re
import threading
from functools import cache

from passlib.hash import argon2
from zxcvbn import zxcvbn

from hms.errors import Invalid
from hms.texts import t

SHORTEST, LONGEST, JUDGED, GOOD_SCORE, KNOWN_PART = 12, 200, 72, 3, 3
# Signs that may stand for a letter. zxcvbn tries every way to read them, which can take it seconds.
LOOK_ALIKES, MOST_LOOK_ALIKES, JUDGED_OF_THOSE = frozenset("@48({[<369!1|70$5+%2"), 4, 12
argon2.set_backend()  # now: where two first sign-ins come at once, the second would find it half loaded
_HASHER = argon2.using(type="ID", time_cost=3, memory_cost=65_536, parallelism=1)
_PLACES = threading.BoundedSemaphore(os.cpu_count() or 1)  # each hash costs 64 MiB and about 150 ms


@cache
def _nobodys() -> str:
    """Hash nobody's password, so that unknown accounts take as long as known ones."""
    return str(_HASHER.hash("nobody has this password"))


def hash_password(password: str) -> str:
    """Hash a password with argon2id (RFC 9106: 64 MiB, 3 passes)."""
    with _PLACES:
        return str(_HASHER.hash(password))


def matches(password: str, hashed: str | None) -> bool:
    """Compare a password with its hash, in the same time whether or not there is one."""
    with _PLACES:
        return bool(_HASHER.verify(password[:LONGEST], hashed or _nobodys())) and hashed is not None


def outdated(hashed: str) -> bool:
    """Tell whether a hash was made with weaker settings than today's."""
    return bool(_HASHER.needs_update(hashed))


def _unknown_part(password: str, known: tuple[str, ...]) -> str:
    """Leave out of a password what anybody knows of its owner: parts of the name, of the address, of the clinic."""
    parts = {part.casefold() for text in known for part in re.split(r"[\s@.]+", text) if len(part) >= KNOWN_PART}
    rest = password.casefold()
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest.strip() if rest != password.casefold() else password


def check_strength(password: str, *known: str) -> None:
    """Refuse a password that is too short, too long or easily guessed. Raises Invalid on the field "password"."""
    if len(password) < SHORTEST:
        raise Invalid(password=t("Use at least {n} characters. A few words in a row are good.", n=SHORTEST))
    if len(password) > LONGEST:
        raise Invalid(password=t("Use at most {n} characters.", n=LONGEST))
    unknown = _unknown_part(password, known)
    unknown = unknown[: JUDGED_OF_THOSE if len(LOOK_ALIKES & set(unknown)) > MOST_LOOK_ALIKES else JUDGED]
    if not unknown or zxcvbn(unknown)["score"] < GOOD_SCORE:
        raise Invalid(password=t("This is easily guessed. Add another word or two that have nothing to do with you."))
