"""Bytes to text: which encoding a file is in, when the file does not say.

French files come in UTF-8 (with or without a byte-order mark), UTF-16 (Excel's "Unicode text"), Windows-1252,
ISO-8859-15 and, from older accounting programs, cp850. The three last ones accept nearly any byte: what tells
them apart is which of them gives letters that French uses.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from creances_desktop.domain.errors import DomainError, EnvironmentProblem, system_reason

MAX_BYTES = 200_000_000
"""Above this size a file is not a ledger of a small company."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("cp1252", "iso8859-15", "cp858")  # cp858 is cp850 with the euro sign
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "cp858": "cp850",
    "mac_roman": "Mac",
}
_ASCII = bytes(range(128))
# what a letter or a sign is worth as a witness that the encoding is the right one
_WORTH = (
    dict.fromkeys("éèàê", 6)
    | dict.fromkeys("çùâîôûëïÉœ°’€\u00a0", 4)
    | dict.fromkeys("ÈÀÊÇÔÎÂÛËÏŒüæ«»öäÿñ²–…", 2)
)
_FOREIGN_LETTER, _FOREIGN_SIGN, _CONTROL = -2, -5, -20

_SIGNATURES = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"SQLite format 3\x00", "une base de données"),
    (b"\x1f\x8b", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"Rar!", "une archive"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `encoding` is its name for people.

    `damaged` counts characters that could not be read.
    """

    text: str
    encoding: str
    damaged: int = 0


class UnreadableFile(DomainError):
    """A file that no reader can use; the sentence names the file, what is wrong and what to do."""

    def __init__(self, path: Path, what: str, way_out: str) -> None:
        super().__init__(f"«\u00a0{path.name}\u00a0» {what}\u00a0: {way_out}.")
        self.path = path


def read_bytes(path: Path) -> bytes:
    """The whole file; raises UnreadableFile or EnvironmentProblem when there is nothing to read."""
    if path.is_dir():
        raise UnreadableFile(path, "est un dossier et non un fichier", "choisissez le fichier qu’il contient")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(path, "dépasse 200\u00a0Mo", "exportez une période plus courte")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(path, "est introuvable", "vérifiez son nom et son emplacement") from error
    except PermissionError as error:
        raise EnvironmentProblem(
            f"«\u00a0{path.name}\u00a0» ne peut pas être lu\u00a0: vos droits ne le permettent pas, ou un "
            "autre programme le garde ouvert\u00a0; fermez-le ou copiez le fichier ailleurs."
        ) from error
    except OSError as error:
        raise EnvironmentProblem(
            f"«\u00a0{path.name}\u00a0» ne peut pas être lu ({system_reason(error)})\u00a0: "
            "copiez-le sur votre disque puis recommencez."
        ) from error
    mark = next((mark for mark, _name in _MARKS if data.startswith(mark)), b"")
    if not data[len(mark) :].strip(b"\x00\r\n\t "):
        raise UnreadableFile(path, "est vide", "refaites l’export depuis votre logiciel")
    return data


def refuse_other_formats(path: Path, data: bytes) -> None:
    """Nothing for what may be a text; UnreadableFile when the first bytes are those of something else."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(
                path, f"est {what} et non un tableau", "exportez-le en CSV, en XLSX ou en FEC"
            )


def decode(path: Path, data: bytes) -> Decoded:
    """The text of the file in the encoding that it shows or that fits best.

    Raises UnreadableFile when it is no text. The order: byte-order mark, strict UTF-8, UTF-16 without a mark,
    then the French 8-bit encodings.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if name != "utf-8":
                return Decoded(*_lossy(body, name))
            return _eight_bit_or_utf8(path, body)  # some programs put the mark before cp1252
    sixteen = _utf16_without_mark(data)
    if sixteen:
        return Decoded(*_lossy(data, sixteen))
    return _eight_bit_or_utf8(path, data)


def _eight_bit_or_utf8(path: Path, data: bytes) -> Decoded:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text:
        _refuse_binary(path, text)
        return Decoded(text, _NAMES["utf-8"])
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - damaged
    if good > 10 * damaged:  # UTF-8 cut or patched by hand: better a few lost letters than all wrong
        return Decoded(text, _NAMES["utf-8"], damaged)
    name = _best_legacy(data)
    text = data.decode(name, "replace")
    _refuse_binary(path, text)
    return Decoded(text, _NAMES[name], text.count("\ufffd"))


def _refuse_binary(path: Path, text: str) -> None:
    head = text[:100_000]
    strange = sum(1 for letter in head if letter < " " and letter not in "\t\r\n\x0b\x0c\x1a")
    if strange > len(head) // 200:
        raise UnreadableFile(path, "n’est pas un fichier texte", "exportez-le en CSV, en XLSX ou en FEC")


def _utf16_without_mark(data: bytes) -> str:
    """The kind of UTF-16, or an empty string: in a ledger, nearly every second byte is then zero."""
    head = data[:4096]
    pairs = len(head) // 2
    if not pairs:
        return ""
    for name, zeros, letters in (
        ("utf-16-le", head[1::2], head[0::2]),
        ("utf-16-be", head[0::2], head[1::2]),
    ):
        if zeros.count(0) > 0.7 * pairs and letters.count(0) < 0.05 * pairs:
            return name
    return ""


def _lossy(data: bytes, name: str) -> tuple[str, str, int]:
    text = data.decode(name, "replace")
    return text.removeprefix("\ufeff"), _NAMES[name], text.count("\ufffd")


def _best_legacy(data: bytes) -> str:
    high = data.translate(None, _ASCII)
    counts = {byte: high.count(byte) for byte in set(high)}
    scores = {name: _score(counts, name) for name in _LEGACY}
    best = max(_LEGACY, key=lambda name: scores[name])
    if scores[best] > 0:
        return best
    return _ask_charset_normalizer(data) or best


def _score(counts: dict[int, int], name: str) -> int:
    total = 0
    for byte, count in counts.items():
        letter = bytes([byte]).decode(name, "replace")
        worth = _WORTH.get(letter)
        if worth is None:
            worth = (
                _CONTROL if _is_control(letter) else _FOREIGN_LETTER if letter.isalpha() else _FOREIGN_SIGN
            )
        total += worth * count
    return total


def _is_control(letter: str) -> bool:
    return letter == "\ufffd" or "\x80" <= letter < "\xa0"


def _ask_charset_normalizer(data: bytes) -> str:
    """What charset-normalizer thinks, among our encodings and the old Mac's; empty if it does not know."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:200_000], cp_isolation=["cp1252", "iso8859_15", "cp858", "mac_roman"]).best()
    if guess is None:
        return ""
    return {"iso8859_15": "iso8859-15"}.get(guess.encoding, guess.encoding)
