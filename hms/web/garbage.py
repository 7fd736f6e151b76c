"""How often Python looks for garbage: half of what a process holds was made at its start and never becomes any."""

import gc

YOUNG, MIDDLE, OLD = 10_000, 20, 20  # objects made before a first look; looks before a wider one; before a look at all


def settle() -> None:
    """Leave all that is there now out of every later look for garbage, and look less often; call it once, when started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
