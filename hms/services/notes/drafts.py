"""A note while it is being written: sealed in the visit itself, so that it is there again after a crash and elsewhere.

Two pages may write in one note. The second to save is refused and its words are kept beside the note, for both to see.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, select

from hms import audit
from hms.access import Scope, requires
from hms.errors import NotPossible, TwoWriters
from hms.models import Encounter, NoteDraft
from hms.permissions import Permission
from hms.schemas.notes import ALL, Aside, Beside, NoteForm, NotePart
from hms.schemas.words import clock
from hms.services.notes import copies, words
from hms.texts import t


@requires(Permission.WRITE_VISIT)
def save_note(scope: Scope, form: NoteForm) -> int:
    """Keep the draft, sealed; gives its new version. Raises TwoWriters, NotPossible once signed, or NotFound."""
    return written(scope, form).version


def written(scope: Scope, form: NoteForm) -> Encounter:
    """Fetch an unsigned visit of this doctor with these words in its note. Raises as save_note() does."""
    encounter = scope.encounter(form.encounter_id, lock=True)
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    typed = words.of_form(form)
    if typed != words.words_of(encounter):
        if encounter.version != form.version:
            _keep_aside(scope, encounter, form.writer, typed)
            raise TwoWriters(words.whole(encounter))
        words.put(encounter, typed)
        encounter.version += 1
        if encounter.writer != form.writer:
            encounter.writer = form.writer
            _tell(scope, encounter.id)
    _clear(scope, encounter, form.writer, typed)
    return encounter


def _keep_aside(scope: Scope, encounter: Encounter, writer: str, typed: Mapping[str, str]) -> None:
    """Keep a second writer's words. It outlives the refusal, which is remembered here since no service will."""
    row = next((one for one in asides(scope, encounter.id) if one.writer == writer), None)
    row = row or NoteDraft(
        patient_id=encounter.patient_id, encounter_id=encounter.id, writer=writer, saved_at=scope.now
    )
    words.put(row, typed)
    row.saved_at = scope.now
    scope.db.add(row)
    me = scope.actor
    act = Permission.WRITE_VISIT
    kept = audit.Act(scope.now, me.account_id, me.session_id, me.role, act, "save_note", "done", encounter.id)
    audit.remember(scope.db, kept, {encounter.patient_id})
    _tell(scope, encounter.id)


def _clear(scope: Scope, encounter: Encounter, writer: str, typed: Mapping[str, str]) -> None:
    """Forget what was kept beside the note and is in it now; whoever saved has said what becomes of their own words."""
    for row in asides(scope, encounter.id):
        if row.writer == writer or all(getattr(row, name) in typed[name] for name in ALL):
            scope.db.delete(row)
            _tell(scope, encounter.id)


def asides(scope: Scope, encounter_id: UUID) -> list[NoteDraft]:
    """List what is kept beside a note, the oldest first."""
    asked = select(NoteDraft).where(NoteDraft.encounter_id == encounter_id)
    return list(scope.db.exec(asked.order_by(col(NoteDraft.saved_at))))


@requires(Permission.WRITE_VISIT)
def beside(scope: Scope, encounter_id: UUID) -> Beside:
    """Say how a note stands: its words, who wrote last, and what other screens hold that is not in it. Raises NotFound."""
    encounter = scope.encounter(encounter_id)
    return Beside(
        version=encounter.version,
        words=words.words_of(encounter),
        signed=encounter.signed_at is not None,
        writer=encounter.writer,
        asides=[_card(scope, row) for row in asides(scope, encounter_id)],
        copied=copies.cards(encounter),
    )


def _card(scope: Scope, row: NoteDraft) -> Aside:
    typed = words.words_of(row)
    return Aside(
        writer=row.writer,
        told=t("Typed on another screen, last at {time}", time=clock(row.saved_at, scope.zone)),
        words=typed,
        parts=[NotePart(label=label, text=typed[name]) for name, label in ALL.items() if typed[name]],
    )


@requires(Permission.WRITE_VISIT)
def leave_out(scope: Scope, encounter_id: UUID, writer: str) -> None:
    """Forget what another screen typed and did not get into the note. Raises NotFound."""
    encounter = scope.encounter(encounter_id, lock=True)
    for row in asides(scope, encounter.id):
        if row.writer == writer:
            scope.db.delete(row)
    _tell(scope, encounter.id)


def _tell(scope: Scope, encounter_id: UUID) -> None:
    scope.tell(f"visit:{encounter_id}")
