"""What patients are told of."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message tells."""

    REQUESTED = "requested"  # the wish has come; the clinic has to say yes
    BOOKED = "booked"
    APPROVED = "approved"
    DECLINED = "declined"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    OFFER = "offer"  # a time that has become free, to somebody who waits for one

    PROPOSAL = "proposal"  # another time, because the doctor cannot keep the one that was booked

    MESSAGE = "message"  # the care team has written on the patient's pages; what, is never said here


OFFERS = frozenset({Kind.OFFER, Kind.PROPOSAL})
STEPS = frozenset(Kind) - OFFERS - {Kind.REMINDER, Kind.MESSAGE}  # of one appointment only the last of these is true
GIVEN_BACK = frozenset({Kind.DECLINED, Kind.CANCELLED})
