"""Cells of a file that somebody opens in a spreadsheet."""

# What a spreadsheet takes for the beginning of a formula.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(value: object) -> str:
    """Text that stays text."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS) else text
