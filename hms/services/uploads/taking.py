"""Taking a file in: scanned as it came, judged by what it holds, and looked at so that it can be shown."""

from typing import NamedTuple

from hms.services.uploads import papers, pictures, scanning
from hms.services.uploads.judging import Judged, judge
from hms.services.uploads.naming import called

THUMBNAIL, QUALITY = 160, 78  # pixels of its longer side; JPEG's
WIDE = 320  # pixels of a page that a small picture is made of


class Taken(NamedTuple):
    """A file that may be kept in a record."""

    name: str  # that it is saved under
    judged: Judged
    pages: int  # that can be looked at: 1 for a picture, 0 for text and for what cannot be drawn
    thumbnail: bytes  # a small JPEG; empty where there is none


def checked(name: str, body: bytes) -> Judged:
    """Scan and judge a file that is passed on as it is. Raises Invalid, or NotPossible where it cannot be scanned."""
    scanning.scan(body)
    return judge(name, body)


def take(name: str, body: bytes, most: int) -> Taken:
    """Scan and judge a file of a record, of `most` bytes. Raises Invalid, or NotPossible where it cannot be scanned."""
    scanning.scan(body)
    judged = judge(name, body, most)
    return looked_at(name, judged)


def looked_at(name: str, judged: Judged) -> Taken:
    """Count the pages of a judged file and make its small picture. Raises Invalid for a PDF that does not open."""
    name = called(name, judged.ending)
    if judged.media_type.startswith("image/"):
        return Taken(name, judged, 1, _small(judged.body))
    if judged.media_type != "application/pdf":
        return Taken(name, judged, 0, b"")
    drawn = papers.draw(judged.body, 1, WIDE)
    return Taken(name, judged, drawn.pages if drawn.picture else 0, _small(drawn.picture) if drawn.picture else b"")


def _small(picture: bytes) -> bytes:
    small, _ = pictures.made_small(picture, list(pictures.FORMATS.values()), THUMBNAIL)
    return pictures.as_jpeg(small, QUALITY)
