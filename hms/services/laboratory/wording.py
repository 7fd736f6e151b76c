"""What became of a report, in words; and of a file as a whole."""

from hms.schemas.laboratory import FiledReport, FileOfResults
from hms.texts import t

STATES = {
    "filed": t("filed"), "changed": t("filed as a newer version"), "unchanged": t("here already"), "refused": t("refused"),
}  # fmt: skip


def words(one: FiledReport) -> str:
    """Say in a line what became of a report."""
    if one.state == "refused":
        named = t("refused, order {number}: {why}", number=one.order, why=one.why)
        return named if one.order else t("refused: {why}", why=one.why)
    said = t("{state}: {whose}, record {record}", state=STATES[one.state], whose=whose(one), record=one.record)
    return f"{said}, {held(one)}" if held(one) else said


def whose(one: FiledReport) -> str:
    """Name the order that a report answers."""
    if one.order:
        return t("order {number}", number=one.order)
    return t("without an order") if one.unasked else t("an order without a number")


def held(one: FiledReport) -> str:
    """Count what a report held."""
    told = [
        t("{n} results", n=one.results) if one.results else "", t("{n} papers", n=one.papers) if one.papers else "",
    ]  # fmt: skip
    return ", ".join(filter(None, told))


def sum_up(*files: FileOfResults) -> str:
    """Count what became of the reports of some files: 3 filed, 1 refused."""
    counted = {state: sum(one.count(state) for one in files) for state in STATES}
    return ", ".join(f"{n} {STATES[state]}" for state, n in counted.items() if n) or t("no reports")
