"""What a file that somebody sent is called from then on."""

from hms.schemas.threads import HIDDEN
from hms.texts import t

LONGEST_NAME = 100


def called(name: str, ending: str) -> str:
    """Make a name fit to be shown and saved under: no path, nothing invisible, the ending that its content has."""
    plain = HIDDEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip().strip(".")
    stem = plain.rpartition(".")[0] or plain
    return f"{stem[:LONGEST_NAME].strip() or t('File')}.{ending}"
