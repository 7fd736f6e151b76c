"""The same people once more, as somebody else typed them: with the usual errors, one or two for each."""

import copy
import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from hms.services.duplicates.nicknames import called
from tests.bench.load.families import FAMILIES, STREETS, TOWNS

Person = dict[str, Any]  # a FHIR Patient
LETTERS = "abcdefghijklmnoprstuvwyz"


def again(person: Person, chance: Random) -> tuple[Person, list[str]]:
    """Type a person once more; gives them with the errors that were made. Numbers of others were not asked for."""
    typed = copy.deepcopy(person)
    typed["id"] = str(UUID(int=chance.getrandbits(128), version=4))
    typed["identifier"] = []
    made: list[str] = []
    wanted = 1 if chance.random() < 0.6 else 2
    while len(made) < wanted:
        name = chance.choice(sorted(ERRORS))
        if name not in made and ERRORS[name](typed, chance):
            made.append(name)
    return typed, made


def _name(person: Person) -> dict[str, Any]:
    names: list[dict[str, Any]] = person["name"]
    return names[0]


def _typo(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word))
    ways = [word[:at] + word[at + 1 :], word[:at] + chance.choice(LETTERS) + word[at:],
            word[:at] + chance.choice(LETTERS) + word[at + 1 :]]  # fmt: skip
    if at + 1 < len(word):
        ways.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return chance.choice([way for way in ways if way != word] or ways)


def _given_typo(person: Person, chance: Random) -> bool:
    given = _name(person)["given"]
    given[0] = _typo(given[0], chance)
    return True


def _family_typo(person: Person, chance: Random) -> bool:
    _name(person)["family"] = _typo(_name(person)["family"], chance)
    return True


def _swapped(person: Person, chance: Random) -> bool:
    name = _name(person)
    name["family"], name["given"] = " ".join(name["given"]), [name["family"]]
    return True


def _nickname(person: Person, chance: Random) -> bool:
    given = _name(person)["given"]
    plain = "".join(c for c in unicodedata.normalize("NFKD", given[0].casefold()) if c.isalpha())
    others = sorted(called(plain) - {plain})
    if others:
        given[0] = chance.choice(others).capitalize()
    return bool(others)


def _no_accents(person: Person, chance: Random) -> bool:
    name = _name(person)
    before = (name["family"], list(name["given"]))
    name["family"], name["given"] = _plain(name["family"]), [_plain(one) for one in name["given"]]
    return before != (name["family"], name["given"])


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).replace("-", " ")


def _middle_name(person: Person, chance: Random) -> bool:
    given = _name(person)["given"]
    if len(given) > 1:
        given.pop()
    else:
        given.append(chance.choice(("J.", "Maria", "Lee", "Ann")))
    return True


def _new_surname(person: Person, chance: Random) -> bool:
    name = _name(person)
    if chance.random() < 0.5:
        person["name"].append({"use": "maiden", "family": name["family"], "given": list(name["given"])})
    name["family"] = chance.choice(FAMILIES)
    return True


def _born_swapped(person: Person, chance: Random) -> bool:
    born = date.fromisoformat(person["birthDate"])
    if born.day > 12 or born.day == born.month:
        return False
    person["birthDate"] = born.replace(month=born.day, day=born.month).isoformat()
    return True


def _born_digit(person: Person, chance: Random) -> bool:
    text = person["birthDate"]
    at = chance.choice([3, 6, 9, 8, 2])
    wrong = text[:at] + chance.choice("0123456789") + text[at + 1 :]
    try:
        day = date.fromisoformat(wrong)
    except ValueError:
        return False
    if wrong == text or not date(1900, 1, 1) < day < date(2026, 1, 1):
        return False
    person["birthDate"] = wrong
    return True


def _moved(person: Person, chance: Random) -> bool:
    town = chance.choice(TOWNS)
    person["address"] = [{"line": [f"{chance.randint(1, 999)} {chance.choice(STREETS)} Street"], "city": town[0],
                          "state": "Massachusetts", "postalCode": town[1], "country": "US"}]  # fmt: skip
    if chance.random() < 0.5:
        person["telecom"] = [
            {
                "system": "phone",
                "use": "home",
                "value": f"555-{chance.randrange(100, 1000)}-{chance.randrange(10_000):04}",
            }
        ]
    return True


def _phone_digit(person: Person, chance: Random) -> bool:
    if not person["telecom"]:
        return False
    phone = person["telecom"][0]["value"]
    person["telecom"][0]["value"] = phone[:-1] + str((int(phone[-1]) + chance.randint(1, 9)) % 10)
    return True


def _little_known(person: Person, chance: Random) -> bool:
    gone = chance.choice(("telecom", "address", "gender"))
    person[gone] = "unknown" if gone == "gender" else []
    return True


ERRORS: dict[str, Callable[[Person, Random], bool]] = {
    "typing error in the given name": _given_typo, "typing error in the family name": _family_typo,
    "names swapped": _swapped, "nickname": _nickname, "no accents": _no_accents, "middle name": _middle_name,
    "changed surname": _new_surname, "day and month swapped": _born_swapped, "a digit of the birth date": _born_digit,
    "moved house": _moved, "a digit of the phone": _phone_digit, "little known": _little_known,
}  # fmt: skip
