"""A photograph as it is kept: an image and nothing else, whatever the file brought with it."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from fcms.lib.malformed import Malformed

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1200


def re_encode(content: bytes) -> bytes:
    """Return the picture as a fresh JPEG of at most 1200 pixels a side, without place, date or camera.

    `content` is a JPEG or PNG file of at most 1 MB. Raise `Malformed` with a sentence for anything else.
    """
    if len(content) > MOST_BYTES:
        raise Malformed("A photograph may have at most 1 MB. Choose a smaller version of it.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
                return _fresh(image)
    except Malformed:
        raise
    except Exception:  # whatever a damaged or hostile file does to the decoder ends in one sentence
        raise Malformed(
            "This file is not a JPEG or PNG picture that can be read. Choose another file."
        ) from None


def _fresh(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise Malformed("This picture has too many pixels. Choose a smaller version of it.")
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    canvas = Image.new("RGB", upright.size)
    canvas.paste(upright)
    kept = io.BytesIO()
    canvas.save(kept, "JPEG", quality=85)
    return kept.getvalue()
