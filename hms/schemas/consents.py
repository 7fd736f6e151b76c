"""What a patient agrees to."""

from uuid import UUID

from hms.schemas.base import Card


class ConsentCard(Card):
    """One thing to agree to, in its present text, and what was said to it."""

    kind: str
    version: str
    title: str
    text: str
    needed: bool
    given: bool  # in the present version
    outdated: bool  # given, but to an older text
    words: str  # Given 12 Nov 2026, in the version 2026-11


class ConsentStep(Card):
    """A consent that was given or withdrawn once."""

    id: UUID
    title: str
    words: str
    text: str  # what was agreed to, in the version of then
