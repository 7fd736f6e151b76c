"""Consents: given to one version of a text, withdrawn at any time, and never forgotten."""

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Consent, Patient
from hms.permissions import Permission
from hms.schemas.consents import ConsentCard, ConsentStep
from hms.schemas.words import clock, plain_day
from hms.services.intake.statements import told
from hms.services.intake.whose import own
from hms.services.local_time import local_day
from hms.texts import t


class Text(NamedTuple):
    """One version of what can be agreed to."""

    kind: str
    version: str
    title: str
    text: str
    needed: bool


@cache
def versions() -> dict[tuple[str, str], Text]:
    """Read every version of every text, in the order in which they are asked, older ones first."""
    table = resources.files("hms.services").joinpath("data", "consents.toml").read_text("utf-8")
    rows = tomllib.loads(table)["consent"]
    return {
        (row["kind"], row["version"]): Text(
            row["kind"], row["version"], row["title"], " ".join(row["text"].split()), row.get("needed", False)
        )
        for row in rows
    }


def current() -> dict[str, Text]:
    """Give the text of each kind that is asked now: its last version."""
    return {text.kind: text for text in versions().values()}


@requires(Permission.TELL_ABOUT_ONESELF)
def my_consents(scope: Scope) -> list[ConsentCard]:
    """Show what one can agree to, and what one has said to it."""
    return cards(scope, own(scope))


def cards(scope: Scope, patient: Patient) -> list[ConsentCard]:
    """Word what a patient can agree to, and what they have said to it."""
    rows = _rows(scope, patient)
    return [_card(scope, text, [row for row in rows if row.kind == text.kind]) for text in current().values()]


@requires(Permission.TELL_ABOUT_ONESELF)
def consent_history(scope: Scope) -> list[ConsentStep]:
    """Show every consent that was ever given, the latest first, with the text of then."""
    return [_step(scope, row) for row in reversed(_rows(scope, own(scope)))]


@requires(Permission.TELL_ABOUT_ONESELF)
def give_consent(scope: Scope, kind: str, version: str) -> None:
    """Agree to a text; a second time changes nothing. Raises NotFound, or NotPossible when the text is a newer one."""
    patient = own(scope, lock=True)
    agree(scope, patient, kind, version)
    told(scope, patient)


@requires(Permission.TELL_ABOUT_ONESELF)
def withdraw_consent(scope: Scope, kind: str) -> None:
    """Withdraw a consent, whichever version it was given to; a second time changes nothing. Raises NotFound."""
    patient = own(scope, lock=True)
    if kind not in current():
        raise NotFound
    take_back(scope, patient, kind)
    told(scope, patient)


def agree(scope: Scope, patient: Patient, kind: str, version: str) -> None:
    """Note that a patient agrees to a version of a text. Raises NotFound, NotPossible when it is not the present one."""
    text = current().get(kind)
    if text is None:
        raise NotFound
    if text.version != version:
        raise NotPossible(t("This text has changed"), t("Read it again, then say what you think of it."))
    if not any(row.kind == kind and row.text_version == version and _holds(row) for row in _rows(scope, patient)):
        given = Consent(patient_id=patient.id, kind=kind, text_version=version, given_at=scope.now)
        given.given_by = scope.actor.account_id
        scope.db.add(given)


def take_back(scope: Scope, patient: Patient, kind: str) -> None:
    """Note that a patient no longer agrees."""
    for row in _rows(scope, patient):
        if row.kind == kind and _holds(row):
            row.withdrawn_at, row.withdrawn_by = scope.now, scope.actor.account_id


def answer(scope: Scope, patient: Patient, ticked: dict[str, str]) -> None:
    """Agree to what is ticked (kind to version) and to nothing else. Raises Invalid where a needed one is missing."""
    missing = [text.kind for text in current().values() if text.needed and text.kind not in ticked]
    if missing:
        raise Invalid(**dict.fromkeys(missing, t("Tick this once you have read it: the clinic cannot do without.")))
    for kind in current():
        if kind in ticked:
            agree(scope, patient, kind, ticked[kind])
        else:
            take_back(scope, patient, kind)


def _rows(scope: Scope, patient: Patient) -> list[Consent]:
    scope.db.flush()
    return list(scope.db.exec(select(Consent).where(Consent.patient_id == patient.id).order_by(col(Consent.id))))


def _holds(row: Consent) -> bool:
    return row.withdrawn_at is None


def _card(scope: Scope, text: Text, rows: list[Consent]) -> ConsentCard:
    live = [row for row in rows if _holds(row)]
    given = any(row.text_version == text.version for row in live)
    return ConsentCard(
        **text._asdict(),
        given=given,
        outdated=bool(live) and not given,
        words=_words(scope, rows[-1]) if rows else t("You have not agreed to this."),
    )


def _step(scope: Scope, row: Consent) -> ConsentStep:
    text = versions().get((row.kind, row.text_version))
    return ConsentStep(
        id=row.id, title=text.title if text else row.kind, words=_words(scope, row), text=text.text if text else ""
    )


def _words(scope: Scope, row: Consent) -> str:
    day, at = plain_day(local_day(scope, row.given_at)), clock(row.given_at, scope.zone)
    given = t("Given {day} at {time}, version {version}", day=day, time=at, version=row.text_version)
    if row.withdrawn_at is None:
        return given
    day, at = plain_day(local_day(scope, row.withdrawn_at)), clock(row.withdrawn_at, scope.zone)
    return t("{given}; withdrawn {day} at {time}", given=given, day=day, time=at)
