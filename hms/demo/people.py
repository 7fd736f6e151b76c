"""The demo's patients: made up by chance, the same for the same seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hms.demo.names import CALLING, NAMINGS, STREETS, TOWNS, Naming

PATIENTS, OLDEST = 400, 100
# years from, years to, how many of a hundred; the last band is drawn up to OLDEST
AGES = ((0, 2, 7), (2, 6, 7), (6, 18, 12), (18, 45, 31), (45, 65, 24), (65, 85, 15), (85, OLDEST, 4))
ALLERGIES = ("Penicillin", "Ibuprofen", "Amlodipine", "Nitrofurantoin", "Latex", "Peanut", "Bee venom", "Birch pollen")


@dataclass(frozen=True, slots=True)
class Person:
    """A patient to be; allergies are words, identifier is a made-up number of the country they come from."""

    place: int
    given_names: str
    family_name: str
    sex: str
    born_on: date
    country: str
    phone: str
    email: str
    address: str
    identifier: str
    allergies: tuple[str, ...]

    def years(self, on: date) -> float:
        """Compute the age in years on a day."""
        return (on - self.born_on).days / 365.25

    def avoids(self, substance: str) -> bool:
        """Tell whether this person must not have a substance."""
        return substance.casefold() in {name.casefold() for name in self.allergies}


def everybody(chance: Random, today: date, email: str) -> list[Person]:
    """Make up all patients; the first signs in with the e-mail given, the next two are the youngest and the oldest."""
    first = Person(
        0, "Aisling", "Byrne", "female", date(today.year - 46, 3, 12), "IE", CALLING["IE"].format(n=47_110), email,
        _address(chance), _identifier(chance, "IE"), ("Penicillin",),
    )  # fmt: skip
    born = {1: today - timedelta(days=6), 2: _years_before(today, OLDEST)}
    return [
        first,
        *(_person(chance, place, born.get(place) or _birthday(chance, today)) for place in range(1, PATIENTS)),
    ]


def _years_before(day: date, years: int) -> date:
    """Go back whole years; from 29 February to the 28th."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _birthday(chance: Random, today: date) -> date:
    low, high, _ = chance.choices(AGES, [share for *_, share in AGES])[0]
    return today - timedelta(days=chance.randint(int(low * 365.25) + 10, int(high * 365.25) - 1))


def _person(chance: Random, place: int, born_on: date) -> Person:
    naming = chance.choices(NAMINGS, [n.share for n in NAMINGS])[0]
    sex = chance.choice(("female", "male"))
    return Person(
        place=place,
        given_names=_given(chance, naming, sex),
        family_name=chance.choice(naming.families).replace("_", " "),
        sex=sex,
        born_on=born_on,
        country=naming.country,
        phone=CALLING["GB" if naming.country == "GB" else "IE"].format(n=chance.randrange(100_000)),
        email=f"patient{place:03}.{chance.randrange(10_000):04}@example.org" if chance.random() < 0.6 else "",
        address=_address(chance),
        identifier=_identifier(chance, naming.country),
        allergies=tuple(chance.sample(ALLERGIES, chance.choice((1, 1, 2)))) if chance.random() < 0.18 else (),
    )


def _given(chance: Random, naming: Naming, sex: str) -> str:
    names = chance.sample(naming.women if sex == "female" else naming.men, 2)
    return " ".join(names[: 2 if chance.random() < 0.15 else 1]).replace("_", " ")


def _address(chance: Random) -> str:
    return f"{chance.randint(1, 180)} {chance.choice(STREETS)}, {chance.choice(TOWNS)}"


def _identifier(chance: Random, country: str) -> str:
    return f"{country}-{chance.randrange(10**9):09}"
