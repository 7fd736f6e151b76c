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


class UnknownLink(NotFound):
    """A link that opens nothing, or nothing any more; that somebody tried it must be counted."""

    keeps_work = True


class NotOurPaper(UnknownLink):
    """The code of a paper that the clinic did not sign as it is, or not at all; which of the two is not said."""

    def __init__(self) -> None:
        body = t(
            "Its code was altered, or it never came from here. Hand nothing out on it, and call the clinic by a number "
            "that you know."
        )
        Refusal.__init__(self, t("This is not a prescription of this clinic"), body)


class NotOurLetter(NotOurPaper):
    """The code of a letter or certificate that the clinic did not sign as it is, or not at all."""

    def __init__(self) -> None:
        body = t(
            "Its code was altered, or it never came from here. Do not rely on it, and call the clinic by a number that "
            "you know."
        )
        Refusal.__init__(self, t("This is not a letter of this clinic"), body)


class Forbidden(Refusal):
    """The role does not include this."""

    def __init__(self) -> None:
        super().__init__(t("Your role does not include this"), t("Ask an administrator if you need it."))


class NotAllowedHere(Forbidden):
    """The role could do this, but the clinic's own rules do not let it."""

    def __init__(self, title: str, body: str) -> None:
        Refusal.__init__(self, title, body)


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
        super().__init__(self.title_words, offer, {"at": f"{self.title_words}. {offer}"})
        self.nearest = list(nearest)


class NoHours(SlotTaken):
    """The doctor does not see patients at this time."""

    title_words = t("The doctor sees nobody at this time")


class TimeHeld(SlotTaken):
    """Somebody else is filling in the form for this time."""

    title_words = t("Somebody is booking this time just now")


class HoldExpired(Refusal):
    """The time was kept for this person, but not for that long; what they typed is still there."""

    def __init__(self) -> None:
        super().__init__(
            t("The time is no longer kept for you"),
            t("What you typed is still here. Choose the time again, or another one, then book."),
            {"at": t("The time is no longer kept for you. Choose it again, or another one.")},
        )


class OfferLost(Refusal):
    """An offered time cannot be had after all; that it was given on is kept, and so is the place in the order."""

    keeps_work = True


class NotPossible(Refusal):
    """The record is in a state that does not allow this."""


class AlertsStand(NotPossible):
    """A severe warning of the prescribing checks stands in the way; a reason gets past it."""

    def __init__(self, titles: Sequence[str]) -> None:
        body = t("{warnings}. Read the warning, then choose another medicine, or say why you prescribe it anyway.")
        super().__init__(t("Not without a reason"), body.format(warnings="; ".join(titles)))


class Merged(NotPossible):
    """The record became part of another one, where everything is."""

    def __init__(self, gone: object, kept: object, number: str) -> None:
        body = t("It is part of record {number} now. Everything is there: go on with that one.", number=number)
        super().__init__(t("This record was merged with another of the same person"), body)
        self.gone, self.kept = str(gone), str(kept)


class BusyThen(NotPossible):
    """The patient has another appointment at that time."""

    def __init__(self) -> None:
        body = t("Choose another time, or move the other one first.")
        super().__init__(t("There is another appointment at that time"), body, {"at": body})


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


class TwoWriters(Stale):
    """Somebody else saved this note in between; these words are kept beside it."""

    keeps_work = True


class WrongOwnPassword(Refusal):
    """Whoever is signed in gave a password that is not theirs; the try is counted."""

    keeps_work = True

    def __init__(self) -> None:
        words = t("This is not your password")
        super().__init__(words, t("Nothing is signed. What you typed is still here."), {"password": words})


class WrongPair(Refusal):
    """Code and birth date do not belong together; which of them was wrong is not said."""

    keeps_work = True

    def __init__(self) -> None:
        beside = t("Code and date of birth do not fit each other, or the code is used up. Ask at the desk.")
        body = t("Check the code and the date of birth, or ask at the desk.")
        super().__init__(t("That did not match"), body, {"code": beside})


class WrongProof(Refusal):
    """What was typed does not stand on the paper."""

    keeps_work = True

    def __init__(self) -> None:
        said = t("This is not what stands on the paper. Read it once more.")
        super().__init__(t("That did not match"), said, {"proof": said})


class TooManyTries(Refusal):
    """Slow down."""

    def __init__(self, wait_min: int) -> None:
        super().__init__(t("Too many tries"), t("Wait {n} minutes, then try again.", n=wait_min))
        self.wait_min = wait_min


class KeysMissing(Refusal):
    """The keys do not open this database: nothing is served until they do."""
