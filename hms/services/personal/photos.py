"""A photo of a patient: whatever a camera or a file gives, made small, with nothing of the camera left in it."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound, Refusal
from hms.models import StoredFile
from hms.permissions import Permission
from hms.schemas.personal_cards import PersonalPage
from hms.services import files
from hms.services.personal.keeping import done, settle, to_change
from hms.services.personal.reading import photo_of, shown
from hms.services.uploads import pictures
from hms.texts import t

MOST_BYTES, SIDE, QUALITY = 10 * 1024 * 1024, 480, 85
KIND, MEDIA_TYPE = "photo", "image/jpeg"


class NoPhoto(Refusal):
    """What was sent is no photo that can be kept."""

    def __init__(self, body: str) -> None:
        super().__init__(t("This photo cannot be kept"), body)


def made_small(body: bytes, media_type: str = "") -> bytes:
    """Make a small JPEG of a photo, turned upright, without anything but the picture. Raises NoPhoto, in words."""
    if not body:
        raise NoPhoto(t("The file is empty. Choose another one."))
    if len(body) > MOST_BYTES:
        raise NoPhoto(t("It is larger than 10 MB. Take a smaller one."))
    if _is_drawing(body):
        raise NoPhoto(t("It is a drawing (SVG), which may hold programs. Choose a photo: JPEG, PNG or WebP."))
    try:
        small, came_as = pictures.made_small(body, ["JPEG", "PNG", "WEBP"], SIDE)
    except pictures.TooManyPixels as problem:
        raise NoPhoto(t("It has more than 40 million pixels. Take a smaller one.")) from problem
    except pictures.Damaged as problem:
        raise NoPhoto(t("It is not the picture that it says it is. Choose a photo: JPEG, PNG or WebP.")) from problem
    if media_type.startswith("image/") and media_type not in {pictures.TYPES[came_as], "image/jpg"}:
        raise NoPhoto(t("It says that it is {said}, and is something else. Choose another file.", said=media_type[:40]))
    return pictures.as_jpeg(small, QUALITY)


def _is_drawing(body: bytes) -> bool:
    head = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and b"<svg" in body[:100_000].lower()


@requires(Permission.CHANGE_IDENTITY)
def keep_photo(scope: Scope, patient_id: UUID, body: bytes, media_type: str = "") -> PersonalPage:
    """Keep a photo of somebody in place of the one before. Raises NoPhoto, NotPossible, or NotFound."""
    patient = to_change(scope, patient_id)
    small = made_small(body, media_type)
    before = _latest(scope, patient_id)
    differences = [("photo", t("a photo") if before else t("none"), t("another photo") if before else t("a photo"))]
    settle(scope, patient, patient.version, differences)
    if before:
        files.remove(scope, before)
    files.keep(scope, patient.id, KIND, small, name="photo.jpg", media_type=MEDIA_TYPE)
    done(scope, patient, [])
    return shown(scope, patient)


@requires(Permission.CHANGE_IDENTITY)
def remove_photo(scope: Scope, patient_id: UUID) -> PersonalPage:
    """Remove the photo of somebody for good. Raises NotFound."""
    patient = to_change(scope, patient_id)
    if before := _latest(scope, patient_id):
        settle(scope, patient, patient.version, [("photo", t("a photo"), t("none"))])
        files.remove(scope, before)
        done(scope, patient, [])
    return shown(scope, patient)


@requires(Permission.SEE_PERSONAL_DATA)
def photo(scope: Scope, patient_id: UUID) -> tuple[str, bytes]:
    """Give the photo of somebody as (media type, body). Raises NotFound, also where there is none."""
    patient = scope.patient(patient_id)
    kept = _latest(scope, patient.id)
    if kept is None:
        raise NotFound
    return kept.media_type, files.body_of(scope.db, kept)


def _latest(scope: Scope, patient_id: UUID) -> StoredFile | None:
    found = photo_of(scope, patient_id)
    return scope.db.exec(select(StoredFile).where(col(StoredFile.id) == found)).first() if found else None
