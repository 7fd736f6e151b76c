"""A clinic that knows very many people: names as common and as rare as names are, written in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from hms.access import Actor
from hms.db import transaction
from hms.models import Patient
from hms.permissions import Role
from hms.security.encryption import seal
from hms.services import upkeep
from hms.services.search.words import digits, names_in
from hms.web import garbage
from tests.bench.load.places import empty, tidy
from tests.support.database import Database

BATCH = 5_000
SYLLABLES = [
    "an",
    "ar",
    "bel",
    "ber",
    "chan",
    "da",
    "dez",
    "el",
    "fer",
    "gar",
    "ha",
    "is",
    "jo",
    "ka",
    "kov",
    "la",
    "len",
    "lin",
    "ma",
    "man",
    "mi",
    "mo",
    "na",
    "nor",
    "o",
    "pat",
    "ra",
    "ri",
    "rod",
    "ros",
    "sa",
    "sen",
    "ser",
    "sha",
    "son",
    "ste",
    "ta",
    "ter",
    "tor",
    "va",
    "ver",
    "vic",
    "wal",
    "wil",
    "yu",
    "za",
    "zi",
]


@contextmanager
def clinic(kind: str, people: int) -> Iterator[Database]:
    """Give a clinic that knows so many people; the settings of this process point at it."""
    with empty(kind) as place:
        _fill(people)
        garbage.settle()  # as a served process does when it has started
        yield place


def receptionist() -> Actor:
    """Give somebody who looks for people."""
    return Actor(Role.RECEPTIONIST, account_id=uuid7(), session_id=uuid7())


class Names:
    """A tenth as many surnames as people, and a hundredth as many given names; a few are very common (Zipf)."""

    def __init__(self, people: int, chance: Random) -> None:
        self._chance = chance
        self._family = [self._made(2, 4) for _ in range(max(500, people // 10))]
        self._given = [self._made(1, 3) for _ in range(max(200, people // 100))]

    def _made(self, fewest: int, most: int) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(fewest, most))).capitalize()

    def drawn(self) -> tuple[str, str]:
        """Draw somebody's given name and surname."""
        return tuple(names[int(len(names) * self._chance.random() ** 3)] for names in (self._given, self._family))


def _fill(people: int) -> None:
    upkeep.prepare()
    now, chance = datetime.now(UTC), Random(7)
    names, table = Names(people, chance), SQLModel.metadata.tables["patient"]
    empty = dict.fromkeys(column.name for column in table.columns)
    for start in range(0, people, BATCH):
        rows = [_row(n, empty, now, names.drawn(), chance) for n in range(start, min(people, start + BATCH))]
        with transaction() as db:
            db.connection().execute(insert(table), rows)
    tidy()


def _row(n: int, empty: dict[str, object], now: datetime, name: tuple[str, str], chance: Random) -> dict[str, object]:
    key, born = uuid7(), str(date(1930, 1, 1) + timedelta(days=chance.randrange(34_000)))
    number, phone = f"{100_000 + n}-{n % 10}", f"+49 30 {chance.randrange(10**7, 10**8)}"
    words = f"{' '.join(names_in(name))}|{' '.join(map(digits, (born, number, phone)))}"
    sealed = {
        "record_number_sealed": number, "given_names_sealed": name[0], "family_name_sealed": name[1],
        "born_on_sealed": born, "words_sealed": words,
    }  # fmt: skip
    return {
        **empty, "id": key, "record_number_index": f"n{n}", "sex": "female", "language": "", "deceased": False,
        "registered_at": now, "source": "clinic", "version": 1, "words_number": n + 1, "identity": "stated",
        "born_estimated": False, "interpreter": False,
        **{column: _sealed(column, key, plain) for column, plain in sealed.items()},
    }  # fmt: skip


def _sealed(column: str, key: UUID, plain: str) -> bytes:
    return seal(str(Patient.__tablename__), column, key.bytes, plain)
