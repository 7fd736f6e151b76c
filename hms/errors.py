"""Expected refusals: facts, worded for the person at the keyboard."""

from collections.abc import Mapping, Sequence

from hms.texts import t


class Refusal(Exception):
    """Something the clinic does not do, with what the person can do instead."""

    keeps_work = False  # whether what was written before the refusal is kept: a failed sign-in must be counted

    def __init__(self, title: str, body: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(title)
        self.title, self.body, self.fields = title, body, dict(fields or {})


class NotFound(Refusal):
    """Absent, or not for this person: the two look alike from outside."""

    def __init__(self) -> None:
        super().__init__(t("This is not here"), t("It may have been removed, or it is not yours to open."))


class Forbidden(Refusal):
    """The role does not include this."""

    def __init__(self) -> None:
        super().__init__(t("Your role does not include this"), t("Ask an administrator if you need it."))


class SignedOut(Refusal):
    """There is no session any more."""

    def __init__(self) -> None:
        super().__init__(t("You are signed out"), t("Sign in again to go on."))


class Invalid(Refusal):
    """Answers that cannot be taken, each with its field."""

    def __init__(self, title: str = "", /, **fields: str) -> None:
        super().__init__(title or t("Please check what is marked"), "", fields)


class SlotTaken(Refusal):
    """Somebody else holds this time; the nearest free ones are offered, already worded."""

    title_words = t("This time was just taken")

    def __init__(self, nearest: Sequence[str] = ()) -> None:
        offer = (
            t("Nearest free times: {times}.", times=", ".join(nearest)) if nearest else t("No other time is free then.")
        )
        super().__init__(self.title_words, offer)
        self.nearest = list(nearest)


class NoHours(SlotTaken):
    """The doctor does not see patients at this time."""

    title_words = t("The doctor sees nobody at this time")


class NotPossible(Refusal):
    """The record is in a state that does not allow this."""


class Stale(Refusal):
    """Somebody else saved in between."""

    def __init__(self, theirs: str = "") -> None:
        super().__init__(
            t("Somebody saved this before you"), t("What you typed is still here. Compare, then save again.")
        )
        self.theirs = theirs


class WrongPassword(Refusal):
    """The e-mail and password do not belong together; whether the account exists is not said."""

    keeps_work = True

    def __init__(self) -> None:
        super().__init__(t("That did not match"), t("Check the e-mail address and the password, then try again."))


class TooManyTries(Refusal):
    """Slow down."""

    def __init__(self, wait_min: int) -> None:
        super().__init__(t("Too many tries"), t("Wait {n} minutes, then try again.", n=wait_min))
        self.wait_min = wait_min


class KeysMissing(Refusal):
    """The keys do not open this database: nothing is served until they do."""
