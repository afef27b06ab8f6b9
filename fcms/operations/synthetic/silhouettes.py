"""Drawn heads for sample photographs: circles and curves, no face of anybody."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

SIZE = (120, 150)


def silhouette(rng: Random) -> bytes:
    """A JPEG of a head and shoulders in one color on another, with the word SYNTHETIC."""
    shade = rng.randrange(60, 110)
    ground = tuple(rng.randrange(190, 235) for _ in range(3))
    image = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(image)
    wide, high = rng.randrange(24, 32), rng.randrange(32, 40)
    draw.ellipse((60 - wide, 60 - high, 60 + wide, 60 + high), fill=(shade,) * 3)
    draw.ellipse((60 - 2 * wide, 60 + high, 60 + 2 * wide, 60 + high + 110), fill=(shade,) * 3)
    draw.text((32, 136), "SYNTHETIC", fill=(255, 255, 255))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=70)
    return kept.getvalue()
