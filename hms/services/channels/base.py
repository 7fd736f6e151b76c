"""What every way of reaching somebody offers to the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from hms.services.calendar_file import Attachment
from hms.texts import t


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said, in the language of whoever reads it."""

    id: UUID  # the same at every try, so that a message that went twice is known by it
    kind: str
    clinic: str
    subject: str
    text: str
    language: str
    calendar: Attachment | None = None  # the appointment as a file


class Problem(StrEnum):
    """Why a message did not go."""

    ADDRESS = "address"  # the receiving server does not know it, or it is no address
    REFUSED = "refused"  # the server will never take this message
    LATER = "later"  # the server takes it at another time
    SENDER = "sender"  # the server does not let the clinic send
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"  # the server does not offer the encryption that was asked for
    OURS = "ours"  # the message could not be written


WORDS = {
    Problem.ADDRESS: t("the address is wrong or not known there"),
    Problem.REFUSED: t("the mail server will not take this message"),
    Problem.LATER: t("the mail server asked to come again later"),
    Problem.SENDER: t("the mail server does not let the clinic send"),
    Problem.UNREACHABLE: t("the mail server does not answer"),
    Problem.INSECURE: t("the mail server offers no safe connection"),
    Problem.OURS: t("it could not be written; the server’s log has its number"),
}


class Undelivered(Exception):
    """A message did not go. `for_good` says that trying again would not help."""

    def __init__(self, problem: Problem, for_good: bool = False) -> None:
        super().__init__(problem.value)
        self.problem, self.for_good = problem, for_good


class Channel(Protocol):
    """An open way; made for a batch of messages, and closed after it."""

    name: str  # how a message really went: "console" where no mail server is set up

    def send(self, to: str, message: Message) -> None:
        """Hand a message over. Raises Undelivered."""
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


@dataclass(frozen=True, slots=True)
class Way:
    """A way that patients may choose."""

    name: str
    label: str
    reaches: str  # which kind of a patient's contacts it uses: email, phone
    open: Callable[[], Channel]
