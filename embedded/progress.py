"""What is happening, and how long after the start."""

import time

BEGAN = time.monotonic()


def tell(line: str) -> None:
    print(f"[{time.monotonic() - BEGAN:5.1f} s] {line}", flush=True)
