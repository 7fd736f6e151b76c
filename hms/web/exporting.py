"""`python -m reflex`, in a process that never looks for garbage: it makes much, keeps nearly all of it, and ends."""

import gc
import runpy

if __name__ == "__main__":
    gc.disable()
    runpy.run_module("reflex", run_name="__main__", alter_sys=True)
