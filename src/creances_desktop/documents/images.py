"""Logo and signature: read once, made small enough for paper, placed without being distorted."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from creances_desktop.domain.errors import DomainError

MOST_PIXELS = 50_000_000
"""More than any camera of a telephone gives; the memory that they take is counted in bytes times three."""

_LARGEST_SIDE = 700
"""Pixels: 300 per inch on 60 mm, so that a photograph does not weigh megabytes in every letter."""


class UnreadableImage(DomainError):
    """A file that is not an image."""

    def __init__(self) -> None:
        super().__init__("Cette image ne peut pas être lue\u00a0; choisissez un fichier PNG ou JPEG.")


class ImageTooLarge(DomainError):
    """An image of more pixels than a letter can need."""

    def __init__(self, width: int = 0, height: int = 0) -> None:
        size = f" ({width} × {height} points)" if width else ""
        super().__init__(
            f"Cette image est trop grande{size}\u00a0: réduisez-la, 1000 points de large suffisent."
        )


@dataclass(frozen=True)
class PreparedImage:
    """An image ready to draw; `reader` is reportlab's, sizes in pixels."""

    reader: Any
    width: int
    height: int

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """The largest size within `width` × `height` millimetres that keeps the proportions.

        A small image is not blown up: 96 pixels per inch at the least.
        """
        scale = min(width / self.width, height / self.height, 25.4 / 96)
        return self.width * scale, self.height * scale


@lru_cache(maxsize=8)
def prepare(data: bytes) -> PreparedImage:
    """The image of a PNG or JPEG file, upright, on white as the paper is, small enough for a letter.

    CMYK, transparent, grey and 16-bit images are understood; a photograph is kept as JPEG, where that is
    lighter. Raises UnreadableImage for what is no image, ImageTooLarge for one that would fill the memory.
    """
    import warnings

    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as opened:
            warnings.simplefilter("ignore")  # large images are refused below, by their own sentence
            if opened.format == "JPEG":
                opened.draft("RGB", (_LARGEST_SIDE * 2, _LARGEST_SIDE * 2))
            if opened.width * opened.height > MOST_PIXELS:
                raise ImageTooLarge(opened.width, opened.height)
            opened.load()
            upright = ImageOps.exif_transpose(opened) or opened
            upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
            picture = _on_white(upright)
    except Image.DecompressionBombError as error:
        raise ImageTooLarge from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError) as error:
        raise UnreadableImage from error
    return PreparedImage(_reader(picture), picture.width, picture.height)


def _on_white(image: Any) -> Any:
    """The image in the colours of a printer, on white."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):  # 16 bits a pixel: their upper half is what is seen
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _reader(picture: Any) -> Any:
    """Reportlab's image: as JPEG where that takes less room than the pixels themselves, drawings do not."""
    from reportlab.lib.utils import ImageReader

    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88, subsampling=0)
    if len(written.getvalue()) < len(zlib.compress(picture.tobytes())):
        written.seek(0)
        return ImageReader(written)
    return ImageReader(picture)
