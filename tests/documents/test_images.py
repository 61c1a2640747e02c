"""Logo and signature: whatever image the user has is printed as he sees it, or refused in one sentence."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from PIL import Image

from creances_desktop.documents import letters
from creances_desktop.documents.images import ImageTooLarge, UnreadableImage, prepare
from creances_desktop.domain.letters import LetterContent

MakeLetter = Callable[..., LetterContent]
Colour = tuple[int, ...]


def image(
    mode: str, colour: object, kind: str = "PNG", size: tuple[int, int] = (300, 90), **more: object
) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, kind, **more)  # type: ignore[arg-type]
    return made.getvalue()


def printed_logo(pdf: bytes) -> Colour:
    """The colour in the middle of the place of the logo."""
    document = pdfium.PdfDocument(pdf)
    page = document[0].render(scale=2).to_pil().convert("RGB")
    document.close()
    return page.getpixel((int(25 / 25.4 * 144), int(20 / 25.4 * 144)))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (image("RGB", (200, 30, 30)), (200, 30, 30)),
        (image("RGB", (200, 30, 30), "JPEG"), (200, 30, 30)),
        (image("CMYK", (0, 255, 255, 0), "JPEG"), (255, 0, 0)),
        (image("RGBA", (0, 0, 200, 255)), (0, 0, 200)),
        (image("RGBA", (0, 0, 0, 0)), (255, 255, 255)),
        (image("RGBA", (0, 0, 0, 128)), (127, 127, 127)),
        (image("LA", (60, 255)), (60, 60, 60)),
        (image("L", 60), (60, 60, 60)),
        (image("1", 0), (0, 0, 0)),
        (image("I;16", 128 * 256), (128, 128, 128)),
        (image("RGB", (9, 9, 9), transparency=(9, 9, 9)), (255, 255, 255)),
        (image("P", 0), (0, 0, 0)),
    ],
    ids=lambda value: str(value) if isinstance(value, tuple) else "",
)
def test_an_image_is_printed_as_it_is_seen(data: bytes, seen: Colour, make_letter: MakeLetter) -> None:
    got = printed_logo(letters.draw(make_letter("reminder_1", count=1), logo=data))
    assert got == pytest.approx(seen, abs=6)


def test_a_photograph_of_a_signature_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = prepare(image("RGB", "black", "JPEG", (600, 200), exif=exif))
    assert (made.width, made.height) == (200, 600)


def test_a_large_photograph_does_not_make_the_letter_heavy(make_letter: MakeLetter) -> None:
    noise = Image.effect_noise((4000, 3000), 80).convert("RGB")
    made = io.BytesIO()
    noise.save(made, "JPEG", quality=95)
    content = make_letter("reminder_1", count=1)
    bare = len(letters.draw(content))
    assert len(made.getvalue()) > 4_000_000
    assert len(letters.draw(content, logo=made.getvalue())) - bare < 500_000


def test_an_image_that_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    with pytest.raises(ImageTooLarge, match="9000 × 9000"):
        prepare(image("1", 0, size=(9000, 9000)))
    with pytest.raises(ImageTooLarge):
        prepare(image("1", 0, size=(20_000, 20_000)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        image("RGB", "red")[:-60],
        image("RGB", "red", "JPEG")[:300],
    ],
)
def test_a_broken_image_is_refused_and_a_letter_leaves_without_it(
    data: bytes, make_letter: MakeLetter
) -> None:
    with pytest.raises(UnreadableImage, match="PNG ou JPEG"):
        prepare(data)
    content = make_letter("reminder_1", count=1)
    assert letters.draw(content, logo=data, signature=data) == letters.draw(content)


@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (2, 3000)])
def test_the_smallest_and_the_thinnest_image_keep_their_shape(size: tuple[int, int]) -> None:
    made = prepare(image("RGB", "red", size=size))
    width, height = made.fitted(60, 18)
    assert 0 < width <= 60
    assert 0 < height <= 18
