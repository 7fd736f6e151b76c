"""What the tests of every service ask the conversations', and the ways in which the cast writes."""

from typing import Any
from uuid import UUID, uuid4

from hms.access import Actor
from hms.schemas.threads import CoverForm, DraftForm, HandOver, NewMessage, NewThread, ThreadPage
from hms.services.threads import attachments, privacy, seeing, writing
from hms.services.uploads.judging import Judged
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "threads.attachments.attach_one", "threads.attachments.detach_one", "threads.attachments.fetch_one",
    "threads.bubbles.closed_words", "threads.bubbles.entry_of", "threads.bubbles.of", "threads.covers.answers_for",
    "threads.drafts.attached", "threads.drafts.begin", "threads.drafts.card", "threads.drafts.files_of",
    "threads.drafts.hand_in", "threads.drafts.keep_words", "threads.drafts.own", "threads.drafts.place_of",
    "threads.marks.mark", "threads.marks.own", "threads.marks.read_by_others", "threads.marks.read_by_patient",
    "threads.marks.unread", "threads.seeing.list_of", "threads.seeing.mark_seen", "threads.seeing.page_of",
    "threads.seeing.side_name", "threads.settling.close_one", "threads.settling.reopen_one", "threads.telling.announce",
    "threads.telling.write_notice", "threads.whom.away", "threads.whom.away_words", "threads.whom.caring",
    "threads.whom.choices", "threads.whom.chosen", "threads.whom.unheard", "threads.writing.append",
    "threads.writing.closed_words", "threads.writing.patient_of", "threads.writing.write_in",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service of the conversations is asked with."""
    place = attachments.Place(nobody, None, str(uuid4()))
    message = NewMessage(thread_id=nobody, body="x", key=str(uuid4()))
    both: dict[str, tuple[Any, ...]] = {
        "attach": (place, "x.txt", Judged(b"x", "text/plain", "txt")), "detach": (nobody,), "fetch": (nobody,), "keep": (DraftForm(thread_id=nobody),),
        "listed": (), "conversation": (nobody,), "seen": (nobody, 1), "write": (message,), "close": (nobody,),
        "reopen": (nobody,),
    }  # fmt: skip
    where = {
        "attachments": ("attach", "detach", "fetch"), "drafts": ("keep",), "settling": ("close", "reopen"),
        "seeing": ("listed", "conversation", "seen"), "writing": ("write",), "privacy": tuple(both),
    }  # fmt: skip
    new = NewThread(patient_id=nobody, subject="x", body="x", key=str(uuid4()))
    return {
        **{f"threads.{module}.{verb}": both[verb] for module, verbs in where.items() for verb in verbs},
        "threads.seeing.beginning": (nobody,), "threads.seeing.unread": (),
        "threads.writing.open_thread": (new,), "threads.writing.ask_about_access": (nobody, "x"),
        "threads.settling.takers": (nobody,),
        "threads.settling.hand_over": (HandOver(thread_id=nobody, whom="clinic", version=1),),
        "threads.covers.mine": (), "threads.covers.end": (nobody,),
        "threads.covers.put": (CoverForm(covered_by_id=nobody, on_leave=True, key=str(uuid4())),),
    }  # fmt: skip


def begin(clinic: Cast, who: Actor, whom: Any = "clinic", body: str = "May I run again?", **other: Any) -> UUID:
    """Let somebody begin a conversation."""
    form = NewThread(
        whom=str(getattr(whom, "practitioner_id", whom)),
        body=body,
        **{"subject": "After the ECG", "key": str(uuid4()), **other},
    )
    thread_id: UUID = clinic.do(who, writing.open_thread, form)
    return thread_id


def say(clinic: Cast, who: Actor, thread_id: UUID, body: str, key: str = "") -> UUID:
    """Let somebody write in a conversation."""
    service = privacy.write if who is clinic.admin else writing.write
    message_id: UUID = clinic.do(who, service, NewMessage(thread_id=thread_id, body=body, key=key or str(uuid4())))
    return message_id


def opened(clinic: Cast, who: Actor, thread_id: UUID) -> ThreadPage:
    """Let somebody open a conversation."""
    page: ThreadPage = clinic.do(who, privacy.conversation if who is clinic.admin else seeing.conversation, thread_id)
    return page
