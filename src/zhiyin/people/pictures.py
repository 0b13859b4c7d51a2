"""Pictures made anew from their bare pixels, so that none tells where and with what it was taken."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

LONGEST_SIDE: Final = 2000  # pixels
QUALITY: Final = 80
MOST_PIXELS: Final = 80_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP")


class BadPicture(ValueError):
    """No picture can be made of it: broken, of another format, or with too many pixels."""


@dataclass(frozen=True)
class Picture:
    """A JPEG."""

    content: bytes
    width: int
    height: int


def remade(content: bytes) -> Picture:
    """A JPEG of at most 2000 px without any of the original's data but its picture. Raises BadPicture."""
    try:
        return _remade(content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise BadPicture from problem


def _remade(content: bytes) -> Picture:
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise BadPicture
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        if turned.mode in ("RGBA", "LA", "PA", "P"):
            rgba = turned.convert("RGBA")
            flat = Image.new("RGB", rgba.size, "white")
            flat.paste(rgba, mask=rgba.getchannel("A"))
        else:
            flat = turned.convert("RGB")
    # A picture built from the bare pixels carries no EXIF, XMP, profile, comment or thumbnail over.
    bare = Image.new("RGB", flat.size)
    bare.paste(flat)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), bare.width, bare.height)
