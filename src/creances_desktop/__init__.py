"""The receivables of a small French company: who owes what, what to do today, and the proof of it."""

__version__ = "0.1.0"
__date__ = "2026-11-28"
"""The day of this version, told to the user: the program never asks the network for a newer one."""
