"""What stands in an address."""

from uuid import UUID

from hms.errors import NotFound
from hms.pages.asked import asked_id


def id_in(words: str) -> UUID:
    """Read the id in an address. Raises NotFound for anything else."""
    found = asked_id(words)
    if found is None:
        raise NotFound
    return found
