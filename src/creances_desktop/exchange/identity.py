"""The identity of a line from one export to the next, when the file gives it none."""

from __future__ import annotations

from hashlib import blake2b


class Identities:
    """Gives keys to lines by what they say.

    Lines that say the same are told apart by their order in the file. Two identical movements of one day both
    survive, and a later export that holds them again gives the same keys.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def key(self, *facts: object) -> str:
        """The digest of the facts and of the number of times they were met before, 24 hexadecimal digits."""
        text = "\x1f".join(map(str, facts))
        times = self._seen[text] = self._seen.get(text, 0) + 1
        return blake2b(f"{text}\x1f{times}".encode(), digest_size=12).hexdigest()

    def numbered(self, code: str) -> str:
        """The code itself the first time, then `code#2`, `code#3`: one payment spread over several lines."""
        times = self._seen[code] = self._seen.get(code, 0) + 1
        return code if times == 1 else f"{code}#{times}"
