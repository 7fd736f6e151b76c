"""Whatever an imported record holds, its patient reads something, and nothing fails."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from hms.services.record import wording
from hms.services.record.trees import moment

SCOPE: Any = SimpleNamespace(zone=ZoneInfo("Asia/Kolkata"))
NAMES = st.sampled_from(
    [
        "code", "text", "coding", "display", "status", "effectiveDateTime", "effectivePeriod", "start", "issued", "date",
        "valueQuantity", "value", "unit", "comparator", "valueBoolean", "valueString", "component", "interpretation",
        "category", "referenceRange", "low", "high", "result", "presentedForm", "contentType", "data", "content",
        "attachment", "title", "type", "author", "vaccineCode", "occurrenceDateTime", "protocolApplied", "lotNumber",
        "doseNumberPositiveInt", "note", "context", "period", "description", "conclusion",
    ]
)  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12),
    st.sampled_from(["2026-03-01", "2026-03-01T23:30:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "text/plain", "SGk="]),
)  # fmt: skip
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=25
)
WORDED = st.sampled_from([wording.observation, wording.report, wording.vaccination, wording.document])


@example(wording.observation, {"issued": "0001-01-01T00:00:00+14:00"})  # before the first day that there is
@given(worded=WORDED, tree=st.dictionaries(NAMES, TREES, max_size=10))
def test_any_tree_becomes_an_entry_with_a_title(worded: Any, tree: dict[str, Any]) -> None:
    _, entry = worded(SCOPE, UUID(int=7), tree)
    assert entry.title and len(entry.text) <= wording.MOST


@given(st.text(max_size=40))
def test_any_moment_is_written_somehow(said: str) -> None:
    sort, words = moment(SCOPE, said)
    assert isinstance(sort, str) and isinstance(words, str)
