"""The receivables of a small French company: who owes what, what to do today, and the proof of it."""

__version__ = "0.1.0"
