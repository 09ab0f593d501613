"""Fetch Designsystemet's CSS from npm and keep the parts our pages use.

Needs npm. Run it after changing VERSION or the parts: `python tools/vendor_designsystemet.py`.
"""

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@digdir/designsystemet-css"
VERSION = "1.22.0"
# Publishers cannot change a version, but a mirror could: refuse anything else.
INTEGRITY = (
    "sha512-f/+YOK1Gvl7ypdeRh0TDGs28eu8DkOPDAR+T8yLpnys9"
    "FxNWX05UNuhXJwYwRuzF9WUgjAhpJ5JKdodTDxWMEA=="
)

BASE = ("base", "heading", "label", "validation-message", "data-size-workaround")
COMPONENTS = (
    "link",
    "list",
    "skip-link",
    "button",
    "alert",
    "tag",
    "badge",
    "details",
    "field",
    "fieldset",
    "input",
    "error-summary",
    "table",
)
STATIC = Path(__file__).parents[1] / "shared/web/static/designsystemet"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = unpacked(Path(folder))
        STATIC.mkdir(parents=True, exist_ok=True)
        write("designsystemet.css", parts_css(package / "dist/src"))
        write("theme.css", (package / "dist/theme/designsystemet.css").read_text())
        write("LICENSE", (package / "LICENSE").read_text())
        version = {"package": PACKAGE, "version": VERSION, "integrity": INTEGRITY}
        write("version.json", json.dumps(version, indent=2))


def unpacked(folder: Path) -> Path:
    command = ["npm", "pack", "--json", f"{PACKAGE}@{VERSION}"]
    answer = subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603
    [packed] = json.loads(answer.stdout)
    if packed["integrity"] != INTEGRITY:
        raise SystemExit(f"{PACKAGE} {VERSION} is not what we reviewed: {packed['integrity']}")
    with tarfile.open(folder / packed["filename"]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def parts_css(source: Path) -> str:
    """The part files lack the layers that the complete stylesheet puts around them."""
    base = "".join((source / f"{part}.css").read_text() for part in BASE)
    components = "".join((source / f"{part}.css").read_text() for part in COMPONENTS)
    return (
        "@layer ds.theme, ds.base, ds.components;"
        f"@layer ds.base{{{base}}}@layer ds.components{{{components}}}"
    )


def write(name: str, text: str) -> None:
    (STATIC / name).write_text(text.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
