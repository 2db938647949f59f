"""Memory that is free given back to the system, so that a process takes no more after many tasks than after one."""

import ctypes
from functools import cache
from typing import Any


def give_back() -> None:
    """Give back what Arrow and the C library keep for later; some milliseconds, so call it between tasks."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    if (trim := _malloc_trim()) is not None:
        trim(0)


@cache
def _malloc_trim() -> Any:
    """Return glibc's `malloc_trim`; None where the C library has none."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
