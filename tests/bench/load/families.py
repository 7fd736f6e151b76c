"""People as they live together: couples, children, twins, fathers who pass on their name, and strangers of one name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from hms.db import transaction
from hms.models import Counter
from hms.security.encryption import seal
from hms.services.search.words import digits, names_in
from hms.services.search.writing import COUNTER

FAMILIES = [
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Jones",
    "Garcia",
    "Miller",
    "Davis",
    "Rodriguez",
    "Martinez",
    "Hernandez",
    "Lopez",
    "Gonzalez",
    "Wilson",
    "Anderson",
    "Thomas",
    "Taylor",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Perez",
    "Thompson",
    "White",
    "Harris",
    "Sanchez",
    "Clark",
    "Ramirez",
    "Lewis",
    "Robinson",
    "Walker",
    "Young",
    "Allen",
    "King",
    "Wright",
    "Scott",
    "Torres",
    "Nguyen",
    "Hill",
    "Flores",
    "Green",
    "Adams",
    "Nelson",
    "Baker",
    "Hall",
    "Rivera",
    "Campbell",
    "Mitchell",
    "Carter",
    "Roberts",
    "Gomez",
    "Phillips",
    "Evans",
    "Turner",
    "Diaz",
    "Parker",
    "Cruz",
    "Edwards",
    "Collins",
    "Reyes",
    "Stewart",
    "Morris",
    "Morales",
    "Murphy",
    "Cook",
    "Rogers",
    "Gutierrez",
    "Ortiz",
    "Morgan",
    "Cooper",
    "Peterson",
    "Bailey",
    "Reed",
    "Kelly",
    "Howard",
    "Ramos",
    "Kim",
    "Cox",
    "Ward",
    "Richardson",
    "Watson",
    "Brooks",
    "Chavez",
    "Wood",
    "Bennett",
    "Gray",
    "Mendoza",
    "Ruiz",
    "Hughes",
    "Price",
    "Alvarez",
    "Castillo",
    "Sanders",
    "Patel",
    "Myers",
    "Long",
    "Ross",
    "Foster",
    "Jimenez",
    "O'Brien",
]
WOMEN = [
    "Mary",
    "Patricia",
    "Jennifer",
    "Linda",
    "Elizabeth",
    "Barbara",
    "Susan",
    "Jessica",
    "Sarah",
    "Karen",
    "Lisa",
    "Nancy",
    "Betty",
    "Margaret",
    "Sandra",
    "Ashley",
    "Kimberly",
    "Emily",
    "Donna",
    "Michelle",
    "Carol",
    "Amanda",
    "Melissa",
    "Deborah",
    "Stephanie",
    "Rebecca",
    "Sharon",
    "Laura",
    "Cynthia",
    "Kathleen",
    "Amy",
    "Angela",
    "Anna",
    "Anne",
    "Ruth",
    "Maria",
    "Rosa",
    "Ana",
    "Carmen",
    "Lucia",
    "Elena",
    "Sofia",
    "Isabel",
    "Julia",
    "Olivia",
    "Emma",
    "Ava",
    "Mia",
]
MEN = [
    "James",
    "Robert",
    "John",
    "Michael",
    "David",
    "William",
    "Richard",
    "Joseph",
    "Thomas",
    "Charles",
    "Christopher",
    "Daniel",
    "Matthew",
    "Anthony",
    "Mark",
    "Donald",
    "Steven",
    "Paul",
    "Andrew",
    "Joshua",
    "Kenneth",
    "Kevin",
    "Brian",
    "George",
    "Timothy",
    "Ronald",
    "Edward",
    "Jason",
    "Jeffrey",
    "Ryan",
    "Jacob",
    "Gary",
    "Jose",
    "Luis",
    "Carlos",
    "Juan",
    "Miguel",
    "Pedro",
    "Jorge",
    "Antonio",
    "Liam",
    "Noah",
    "Oliver",
    "Mateo",
]
STREETS = [
    "Oak",
    "Maple",
    "Cedar",
    "Pine",
    "Elm",
    "Lake",
    "Hill",
    "Park",
    "Church",
    "Mill",
    "River",
    "Union",
    "High",
    "Spring",
    "Center",
    "Pearl",
]
TOWNS = (("Boston", "02108"), ("Boston", "02115"), ("Fall River", "02720"), ("Southborough", "01772"),
         ("North Andover", "01845"), ("Worcester", "01602"), ("Lowell", "01850"), ("Quincy", "02169"))  # fmt: skip
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Soul:
    """Somebody of the made-up population."""

    given: str
    family: str
    born: date
    sex: str
    phone: str
    address: str


def people(number: int, seed: int = 5) -> list[Soul]:
    """Make up so many people, household by household."""
    chance, found = Random(seed), list[Soul]()
    while len(found) < number:
        found += _household(chance)
    return found[:number]


def _household(chance: Random) -> Iterator[Soul]:
    """Make up who lives behind one door."""
    family, town = _family(chance), chance.choice(TOWNS)
    address = f"{chance.randint(1, 999)} {chance.choice(STREETS)} Street, {town[0]}, Massachusetts {town[1]}"
    phone = f"555-{chance.randrange(100, 1000)}-{chance.randrange(10_000):04}"

    def soul(given: str, sex: str, born: date) -> Soul:
        own = phone if chance.random() < 0.6 else f"555-{chance.randrange(100, 1000)}-{chance.randrange(10_000):04}"
        return Soul(given, family, born, sex, own, address)

    born = _day(chance, 1935, 1995)
    father = soul(_drawn(chance, MEN), "male", born)
    yield father
    if chance.random() < 0.3:
        return
    yield soul(_drawn(chance, WOMEN), "female", born + timedelta(days=chance.randint(-3_000, 3_000)))
    child_born = born + timedelta(days=chance.randint(8_000, 13_000))
    for n in range(chance.choice((0, 1, 2, 2, 3))):
        sex = chance.choice(("female", "male"))
        junior = sex == "male" and n == 0 and chance.random() < 0.1
        child = soul(father.given if junior else _drawn(chance, WOMEN if sex == "female" else MEN), sex, child_born)
        yield child
        if chance.random() < 0.03:  # a twin
            other = _drawn(chance, [name for name in (WOMEN if sex == "female" else MEN) if name != child.given])
            yield replace(child, given=other)
        child_born += timedelta(days=chance.randint(400, 2_000))


def _family(chance: Random) -> str:
    if chance.random() < 0.6:
        return _drawn(chance, FAMILIES)
    ends = ("son", "man", "berg", "ley", "field", "ski", "ez", "ton", "well", "ford", "stein", "ova", "etti", "enko")
    return chance.choice(FAMILIES + STREETS)[:5] + chance.choice(ends)


def _drawn(chance: Random, names: list[str]) -> str:
    return names[int(len(names) * chance.random() ** 1.7)]


def _day(chance: Random, first: int, last: int) -> date:
    return date(first, 1, 1) + timedelta(days=chance.randrange((last - first) * 365))


def write(souls: list[Soul]) -> None:
    """Write people in bulk, as if reception had registered them."""
    tables, numbers = SQLModel.metadata.tables, count(1)
    with transaction() as db:
        counter = db.get_one(Counter, COUNTER)
        for start in range(0, len(souls), BATCH):
            rows, contacts = [], []
            for soul in souls[start : start + BATCH]:
                counter.value += 1
                row, ways = _rows(soul, next(numbers), counter.value)
                rows.append(row)
                contacts += ways
            db.connection().execute(insert(tables["patient"]), rows)
            db.connection().execute(insert(tables["patient_contact"]), contacts)


def _rows(soul: Soul, number: int, words_number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    key, record, born = uuid7(), f"{900_000 + number}-{number % 10}", soul.born.isoformat()
    words = f"{' '.join(names_in((soul.given, soul.family)))}|{' '.join(map(digits, (born, record, soul.phone)))}"
    sealed = {
        "record_number": record,
        "given_names": soul.given,
        "family_name": soul.family,
        "born_on": born,
        "words": words,
    }
    row = {
        "id": key, "record_number_index": f"family {number}", "sex": soul.sex, "language": "", "deceased": False,
        "registered_at": datetime.now(UTC), "source": "clinic", "version": 1, "words_number": words_number,
        "born_estimated": False, "interpreter": False, "identity": "stated",
        **{f"{name}_sealed": seal("patient", f"{name}_sealed", key.bytes, text) for name, text in sealed.items()},
    }  # fmt: skip
    ways = []
    for place, (system, value) in enumerate((("phone", soul.phone), ("address", soul.address))):
        contact = uuid7()
        closed = seal("patient_contact", "value_sealed", contact.bytes, value)
        ways.append({"id": contact, "patient_id": key, "system": system, "use": "home", "place": place, "country": "",
                     "value_sealed": closed})  # fmt: skip
    return row, ways
