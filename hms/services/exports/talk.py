"""What was written: conversations with their files, notices that the clinic sent, pictures."""

from sqlmodel import col, select

from hms.access import Scope
from hms.models import MessageAttachment, OutboxMessage, Patient, StoredFile, Thread, ThreadMessage
from hms.services.exports.person import WAYS, rows
from hms.services.exports.pieces import Entry, Piece, Tree, instant, person, resource, time_of, told, whom, words
from hms.services.outbox.states import KINDS
from hms.texts import t

FOLDER = "files"
TAKEN = {"photo", "attachment"}  # documents are a part of their own


def conversations(scope: Scope, patient: Patient) -> Piece:
    """Tell what was written in conversations."""
    piece, files = Piece(t("Conversations")), {one.id: one for one in rows(scope, StoredFile, patient)}
    sent: dict[object, list[StoredFile]] = {}
    for one in rows(scope, MessageAttachment, patient):
        if one.message_id and one.file_id in files and not files[one.file_id].removed_at:
            sent.setdefault(one.message_id, []).append(files[one.file_id])
    for thread in rows(scope, Thread, patient, Thread.opened_at):
        asked = select(ThreadMessage).where(ThreadMessage.thread_id == thread.id).order_by(col(ThreadMessage.place))
        for message in scope.db.exec(asked):
            attached, by = sent.get(message.id, []), person(scope, message.written_by)
            names = [f"{FOLDER}/{place_of(one)}" for one in attached]
            lines = [message.body, *told((t("File"), ", ".join(names)))]
            piece.add(
                Entry(time_of(scope, message.written_at), f"{thread.subject}, {by}" if by else thread.subject, lines),
                resource(
                    "Communication", message.id, status="completed", subject=whom(patient), topic=words(thread.subject),
                    sent=instant(message.written_at), sender={"display": by} if by else None,
                    payload=[{"contentString": message.body}, *map(_attached, attached)],
                ),
            )  # fmt: skip
    return piece


def _attached(file: StoredFile) -> Tree:
    named = {"contentType": file.media_type, "url": f"{FOLDER}/{place_of(file)}", "title": file.name}
    return {"contentAttachment": named}


def place_of(file: StoredFile) -> str:
    """Name a file in the download: its own name would not be safe on every disk, and might stand there twice."""
    ends = {
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/webp": "webp",
        "application/pdf": "pdf",
        "text/plain": "txt",
    }
    return f"{file.id}.{ends.get(file.media_type, 'bin')}"


def pictures(scope: Scope, patient: Patient) -> Piece:
    """Gather the files themselves."""
    piece = Piece(t("Files"))
    for one in rows(scope, StoredFile, patient, StoredFile.made_at):
        if one.kind in TAKEN and not one.removed_at:
            piece.add(Entry(time_of(scope, one.made_at), one.name or t("Photo"), [f"{FOLDER}/{place_of(one)}"]))
            piece.files.append(one)
    return piece


def notices(scope: Scope, patient: Patient) -> Piece:
    """Tell which messages the clinic sent."""
    piece = Piece(t("Messages that the clinic sent"))
    for one in rows(scope, OutboxMessage, patient, OutboxMessage.made_at):
        if one.sent_at:
            piece.add(
                Entry(
                    time_of(scope, one.sent_at),
                    KINDS.get(one.kind, one.kind),
                    told((t("Way"), WAYS.get(one.channel or "", one.channel or ""))),
                )
            )
    return piece
