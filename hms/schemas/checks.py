"""What a number, a time of day or a line of text in a form may be, and the words for what it may not."""

import re
from typing import Annotated

from pydantic import AfterValidator

from hms.schemas.accounts import ODD
from hms.texts import t

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def within(least: int, most: int, step: int = 1) -> AfterValidator:
    """Let whole numbers of a range through, both ends included; with a step only its multiples."""

    def judge(value: int) -> int:
        if not least <= value <= most:
            raise ValueError(t("Give a number from {least} to {most}.", least=least, most=most))
        if value % step:
            raise ValueError(t("Give a multiple of {step}.", step=step))
        return value

    return AfterValidator(judge)


def lasting(least_min: int, most_min: int) -> AfterValidator:
    """Let a number of minutes through that lies in a range, worded in the unit that fits."""

    def judge(value: int) -> int:
        if not least_min <= value <= most_min:
            least, most = spoken(least_min), spoken(most_min)
            at_most = t("Give {most} at most.", most=most)
            raise ValueError(t("Give from {least} to {most}.", least=least, most=most) if least_min else at_most)
        return value

    return AfterValidator(judge)


def spoken(minutes: int) -> str:
    """Say a number of minutes in the largest unit that divides it."""
    for unit, words in ((24 * 60, t("{n} days")), (60, t("{n} hours"))):
        if minutes and minutes % unit == 0:
            return words.format(n=minutes // unit)
    return t("{n} minutes", n=minutes)


def one_line(most: int) -> AfterValidator:
    """Let one line of text through, up to a number of characters; nothing invisible in it."""

    def judge(value: str) -> str:
        if len(value) > most:
            raise ValueError(t("Use at most {n} characters.", n=most))
        if ODD.search(value):
            raise ValueError(t("Write one line, without invisible or control characters."))
        return " ".join(value.split())

    return AfterValidator(judge)


def _clock(value: str) -> str:
    if not CLOCK.fullmatch(value):
        raise ValueError(t("Write hours and minutes, such as 08:30."))
    return value


Clock = Annotated[str, AfterValidator(_clock)]
