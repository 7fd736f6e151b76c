"""Documents of the record, with their files: those that the patient sees."""

from hms.access import Scope
from hms.models import DocumentReference, Patient, StoredFile
from hms.schemas.documents import LOINC, TYPES
from hms.services.chart.entries import IN_ERROR
from hms.services.exports.person import rows
from hms.services.exports.pieces import Entry, Piece, day_of, instant, person, resource, told, whom
from hms.services.exports.talk import FOLDER, place_of
from hms.texts import t


def filed(scope: Scope, patient: Patient) -> Piece:
    """Tell which documents there are and give their files along; of what was not shared, only how many there are."""
    piece, held = Piece(t("Documents")), 0
    for one in rows(scope, DocumentReference, patient, DocumentReference.recorded_at):
        if one.status == IN_ERROR:
            continue
        if not one.shared:
            held += 1
            continue
        file = scope.db.get_one(StoredFile, one.file_id)
        where, by = f"{FOLDER}/{place_of(file)}", one.author or person(scope, one.recorded_by)
        lines = told((t("Kind"), TYPES[one.type]), (t("By"), by), (t("File"), where), (t("Note"), one.note))
        coding = [{"system": "http://loinc.org", "code": LOINC[one.type]}] if one.type in LOINC else []
        piece.add(
            Entry(day_of(scope, one.happened_at or one.recorded_at), one.title, lines),
            resource(
                "DocumentReference", one.id, status=one.status, type={"coding": coding, "text": TYPES[one.type]},
                category=[{"text": one.category}], subject=whom(patient), date=instant(one.happened_at or one.recorded_at),
                author=[{"display": by}] if by else [], description=one.title,
                content=[{"attachment": {"contentType": file.media_type, "url": where, "title": file.name}}],
            ),
        )  # fmt: skip
        piece.files.append(file)
    if held:
        words = t("{n} more are in the record and were not shared with you. Your doctor can share them.", n=held)
        piece.add(Entry("", t("Not in this download"), [words]))
    return piece
