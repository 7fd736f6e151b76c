"""What stands in an address."""

from contextlib import suppress
from uuid import UUID

from hms.errors import NotFound


def id_in(words: str) -> UUID:
    """Read the id in an address. Raises NotFound for anything else."""
    with suppress(ValueError):
        return UUID(words)
    raise NotFound
