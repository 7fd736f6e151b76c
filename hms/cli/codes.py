"""The codes of diagnoses, read once from their package."""

from hms.cli.terminal import step
from hms.texts import t


def read_codes_once() -> None:
    """Build the file of the codes where there is none yet, and show how far it is."""
    from hms.services.coding import building  # noqa: PLC0415 - heavy

    if building.is_there():
        return
    with step(t("The codes of diagnoses, read once")) as progress:
        building.build(progress)
