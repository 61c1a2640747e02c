"""Rules of the trade: pure functions over frozen values. No Qt, no SQL, no PDF, no clock, no disk."""
