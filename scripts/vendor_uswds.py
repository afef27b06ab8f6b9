"""Copy the part of the U.S. Web Design System that FCMS serves into `fcms/web/static/web/uswds/`.

For maintainers, after `npm pack @uswds/uswds` and unpacking it:  python scripts/vendor_uswds.py path/to/package

Kept: the style sheet, its two scripts, the icon sprite, the licence, and the fonts and images that the style
sheet names. Dropped: source maps, the faces of fonts that no page uses, the hero photograph.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "fcms" / "web" / "static" / "web" / "uswds"
FACES = (
    "sourcesanspro-regular",
    "sourcesanspro-bold-",
    "sourcesanspro-italic",
    "roboto-mono-v5-latin-regular",
    "roboto-mono-v5-latin-700.",
)
SOURCE_MAP = re.compile(r"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
ASSET = re.compile(r"url\(\.\./([^)]+)\)")
HERO = "url(../img/hero.jpg)"


def slim(css: str) -> str:
    """Take from the style sheet what would make a browser or the fingerprinting ask for files not kept."""
    css = SOURCE_MAP.sub("\n", css)
    css = FONT_FACE.sub(lambda face: face[0] if any(name in face[0] for name in FACES) else "", css)
    return css.replace(HERO, "none")


def main(package: Path) -> None:
    """Renew the vendored copy from the unpacked package at `package`."""
    dist = package / "dist"
    css = slim((dist / "css" / "uswds.min.css").read_text(encoding="utf-8"))
    if TARGET.exists():
        shutil.rmtree(TARGET)
    texts = {"css/uswds.min.css": css}
    for name in ("js/uswds.min.js", "js/uswds-init.min.js"):
        texts[name] = SOURCE_MAP.sub("\n", (dist / name).read_text(encoding="utf-8"))
    for name, text in texts.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / name).write_text(text, encoding="utf-8")
    for name in sorted({*ASSET.findall(css), "img/sprite.svg"}):
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dist / name, TARGET / name)
    shutil.copyfile(package / "LICENSE.md", TARGET / "LICENSE.md")
    print(f"{sum(1 for path in TARGET.rglob('*') if path.is_file())} files in {TARGET}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
