"""The FHIR R4 bundle, the PDF and the archive around them: plain work on what was gathered, without the database."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import resources
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from hms.services import typesetting
from hms.services.exports.pieces import Piece, Tree
from hms.texts import t


class Cover(NamedTuple):
    """What stands on the first page."""

    clinic: str
    patient: str
    record_number: str
    born: str
    made: str
    lang: str


def bundle(pieces: Iterable[Piece], made_at: datetime) -> str:
    """Write a FHIR R4 Bundle of type collection; what came from elsewhere stays as it came."""
    entries = [_entry(one) for piece in pieces for one in piece.resources]
    whole: Tree = {"resourceType": "Bundle", "type": "collection", "timestamp": made_at.isoformat(), "entry": entries}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _entry(one: Tree) -> Tree:
    """Give a resource an address: fullUrls are absolute, and one bundle holds none of them twice."""
    named = f"{one['resourceType']}/{one.get('id', '')}"
    return {
        "fullUrl": uuid5(NAMESPACE_URL, named if one.get("id") else json.dumps(one, sort_keys=True)).urn,
        "resource": one,
    }


def paper(cover: Cover, pieces: Sequence[Piece]) -> bytes:
    """Set the record as a PDF."""
    parts = [
        {"title": p.title, "entries": [{"day": e.day, "title": e.title, "lines": e.lines} for e in p.entries]}
        for p in pieces
    ]
    words = {"number": t("Record number"), "born": t("Date of birth"), "made": t("Made"), "nothing": t("Nothing is recorded."),
             "title": t("Your record")}  # fmt: skip
    given = json.dumps({**cover._asdict(), "words": words, "parts": parts}, ensure_ascii=False)
    template = resources.files("hms.services.exports").joinpath("record.typ").read_bytes()
    return typesetting.whole(template, given)


def archive(pdf: bytes, fhir: str, files: Iterable[tuple[str, bytes]]) -> bytes:
    """Put everything into one archive."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("record.pdf", pdf)
        made.writestr("record.fhir.json", fhir)
        for name, content in files:
            made.writestr(name, content)
    return body.getvalue()
