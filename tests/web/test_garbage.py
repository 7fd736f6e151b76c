"""What a started process holds is left out of the search for garbage, and what comes after it is not."""

import gc
import weakref

from hms.web import garbage


class Thing:
    def __init__(self) -> None:
        self.itself = self


def test_a_started_process_looks_only_at_what_came_after_its_start() -> None:
    threshold = gc.get_threshold()
    try:
        before = gc.get_freeze_count()
        garbage.settle()
        assert gc.get_freeze_count() > before
        later = weakref.ref(Thing())
        gc.collect()
        assert later() is None
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
