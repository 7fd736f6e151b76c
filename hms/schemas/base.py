"""What may cross to a browser and back: frozen facts, checked answers. Never a table."""

from pydantic import BaseModel, ConfigDict


class Card(BaseModel):
    """Facts that a page may know, already worded in the clinic's zone."""

    model_config = ConfigDict(frozen=True)


class Form(BaseModel):
    """Answers from a form; unknown ones are refused, spaces around are not part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
