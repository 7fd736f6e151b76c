"""The sections of a patient's record as they are edited: what they start with, what they say, what they send."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from hms.pages.compared import Difference
from hms.pages.reception.person_answers import Answers, address, filled, identifier, numbered, picked
from hms.schemas.addresses import PARTS
from hms.schemas.personal import (
    AboutForm,
    AddressesForm,
    ContactsForm,
    CoveragesForm,
    IdentifiersForm,
    IdentityForm,
    RelationsForm,
)
from hms.schemas.personal_cards import PersonalPage
from hms.services.personal import about, belonging, contacts, identity, numbers
from hms.texts import t

Row = dict[str, str]
SERVICES: dict[str, tuple[Any, type[BaseModel]]] = {
    "identity": (identity.change_identity, IdentityForm),
    "about": (about.change_about, AboutForm),
    "contacts": (contacts.change_contacts, ContactsForm),
    "address": (contacts.change_addresses, AddressesForm),
    "relations": (belonging.change_relations, RelationsForm),
    "coverage": (belonging.change_coverages, CoveragesForm),
    "numbers": (numbers.change_identifiers, IdentifiersForm),
}
BLANK: dict[str, Row] = {
    "about": {"use": "preferred", "text": ""},
    "contacts": {"value": "", "use": "mobile"},
    "relations": {"kind": "emergency", "name": "", "relation": "", "phone": "", "address": ""},
    "coverage": {"kind": "public", "payer": "", "member": "", "valid_to": ""},
    "numbers": {"kind": "", "value": ""},
}


def starting(page: PersonalPage, section: str) -> list[Row]:
    """Give the rows that a list is edited from, an empty one at its end."""
    rows: dict[str, list[Row]] = {
        "about": [{"use": n.use, "text": n.text} for n in page.other_names if n.use != "placeholder"],
        "contacts": [{"value": p.typed, "use": p.use} for p in page.phones],
        "relations": [
            {"kind": r.kind, "name": r.name, "relation": r.relation, "phone": r.phone, "address": r.address}
            for r in page.relations
        ],
        "coverage": [
            {"kind": c.kind, "payer": c.payer, "member": c.member, "valid_to": c.valid_to} for c in page.coverages
        ],
        "numbers": [{"kind": f"{i.country}/{i.kind}", "value": i.value} for i in page.identifiers if not i.fixed],
    }
    return [*rows[section], dict(BLANK[section])] if section in rows else []


def email_rows(page: PersonalPage) -> list[Row]:
    """Give the e-mail addresses that are edited, an empty one at the end."""
    return [*({"value": e.value, "use": e.use} for e in page.emails), {"value": "", "use": ""}]


def home_of(page: PersonalPage) -> Row:
    """Give the parts of the address that is edited; empty where none is known in parts."""
    known = next((one for one in page.addresses if any(getattr(one, part) for part in PARTS)), None)
    parts = {part: getattr(known, part) if known else "" for part in PARTS}
    return {**parts, "country": known.country if known else page.country, "use": known.use if known else "home"}


def said(page: PersonalPage, section: str) -> dict[str, str]:
    """Say what stands in a section, for whoever edits it while somebody else saves it."""
    words: Mapping[str, dict[str, str]] = {
        "identity": {t("Name"): page.name, t("Birth date"): page.born_words, t("Sex"): page.sex_words,
                     t("Identity"): page.identity_words},
        "about": {t("Other names"): "; ".join(f"{n.use_words}: {n.text}" for n in page.other_names),
                  t("Gender"): page.gender, t("Language"): page.language_words,
                  t("Interpreter"): t("yes") if page.interpreter else t("no")},
        "contacts": {t("Phones"): ", ".join(p.shown for p in page.phones), t("E-mail"): ", ".join(e.value for e in page.emails)},
        "address": {t("Address"): "; ".join(a.line for a in page.addresses)},
        "relations": {t("Belongs to them"): "; ".join(f"{r.kind_words}: {r.name}, {r.phone_shown}" for r in page.relations)},
        "coverage": {t("Who pays"): "; ".join(f"{c.kind_words} {c.payer} {c.member}" for c in page.coverages)},
        "numbers": {t("Numbers"): "; ".join(f"{i.kind_words}: {i.value}" for i in page.identifiers)},
    }  # fmt: skip
    return words.get(section, {})


def differing(before: dict[str, str], now: dict[str, str]) -> list[Difference]:
    """List what somebody else has changed in a section meanwhile."""
    nothing = t("nothing")
    return [
        Difference(label=label, was=before.get(label) or nothing, now=text or nothing)
        for label, text in now.items()
        if before.get(label, "") != text
    ]


def answered(section: str, answers: Answers, page: PersonalPage) -> dict[str, Any]:
    """Gather what a section sends."""
    return _addresses(answers, page) if section == "address" else GATHERED[section](answers)


def _identity(answers: Answers) -> dict[str, Any]:
    names = picked(answers, "prefix", "given_names", "family_name", "suffix", "born", "age", "sex", "identity")
    return {**names, "keep_former": bool(answers.get("keep_former"))}


def _about(answers: Answers) -> dict[str, Any]:
    names = filled(numbered(answers, "names", "use", "text"), "text")
    told = picked(answers, "gender", "language")
    return {**told, "other_names": names, "interpreter": bool(answers.get("interpreter"))}


def _contacts(answers: Answers) -> dict[str, Any]:
    return {kind: filled(numbered(answers, kind, "use"), "value") for kind in ("phones", "emails")}


def _relations(answers: Answers) -> dict[str, Any]:
    rows = numbered(answers, "relations", "kind", "name", "relation", "phone", "address")
    return {"relations": filled(rows, "name", "phone", "relation", "address")}


def _coverage(answers: Answers) -> dict[str, Any]:
    """Gather who pays; a row that only says that they pay themselves counts where it is the only one."""
    rows = numbered(answers, "coverages", "kind", "payer", "member", "valid_to")
    listed = []
    for row in filled(rows, "payer", "member"):
        until = row.pop("valid_to", "")
        listed.append({**row, "valid_to_on": until or None})
    own = [{"kind": "self"}] if any(row.get("kind") == "self" for row in rows) else []
    return {"coverages": listed or own}


def _numbers(answers: Answers) -> dict[str, Any]:
    count = len(numbered(answers, "identifiers", "kind"))
    return {"identifiers": filled([identifier(answers, f"identifiers-{n}") for n in range(count)], "value")}


GATHERED = {
    "identity": _identity, "about": _about, "contacts": _contacts, "relations": _relations, "coverage": _coverage,
    "numbers": _numbers,
}  # fmt: skip


def _addresses(answers: Answers, page: PersonalPage) -> dict[str, Any]:
    """Put the address that was edited in the place of the one that it was; others that are known in parts stay."""
    known = [one for one in page.addresses if any(getattr(one, part) for part in PARTS)][1:]
    others = [{**{part: getattr(one, part) for part in PARTS}, "country": one.country, "use": one.use} for one in known]
    mine = {**address(answers), "use": answers.get("addresses-0-use", "home")}
    return {"addresses": [mine, *others], "keep_imported": not answers.get("drop_imported")}
