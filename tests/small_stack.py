"""A thread with the stack of a server's: what runs out of it ends the process, and the run of the tests with it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

STACK_BYTES = 2 << 20


def in_a_thread[Given](call: Callable[[Given], object], given: Given) -> object:
    """Call a reader in such a thread; what it returns or raises."""
    before = threading.stack_size(STACK_BYTES)
    try:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(call, given).result()
    finally:
        threading.stack_size(before)
