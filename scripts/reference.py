"""Write the generated documents of docs/reference/, or compare them with the committed ones.

python scripts/reference.py            writes those that differ
python scripts/reference.py --check    exits 1 if one differs
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def load() -> None:
    """Import every app's `reference.py`, so that each document has its writer."""
    import django
    from django.apps import apps

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    for app in apps.get_app_configs():
        if app.name.startswith("fcms.") and find_spec(f"{app.name}.reference"):
            import_module(f"{app.name}.reference")


def stale() -> dict[Path, str]:
    """Return the documents whose committed text differs from the code, with the text they should have."""
    from fcms.lib.reference import documents, generate

    texts = {ROOT / path: generate(path) for path in documents()}
    return {
        file: text
        for file, text in texts.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    }


def main(check: bool) -> int:
    """Write or compare; return the exit code."""
    load()
    differing = stale()
    for file, text in differing.items():
        name = file.relative_to(ROOT)
        if check:
            print(f"{name} differs from the code. Run `make fix` and commit it.")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"Wrote {name}.")
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
