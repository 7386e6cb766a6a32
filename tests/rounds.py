"""How often chance is given its way: often enough to see a promise broken; THOROUGH=1 for a long night."""

import os


def rounds(usual: int, thorough: int) -> int:
    """The count for this run: `thorough` where the environment says THOROUGH=1."""
    return thorough if os.environ.get("THOROUGH", "") == "1" else usual
