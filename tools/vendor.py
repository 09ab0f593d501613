"""Fetch what our pages and their tests use from npm, and keep it in the repository.

Needs npm. Run it after changing a version or the parts: `python tools/vendor.py`.
"""

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "shared/web/static"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    name: str
    version: str
    #: Publishers cannot change a version, but a mirror could: anything else is refused.
    integrity: str
    folder: Path
    #: From the unpacked package to the texts we keep, by file name.
    kept: Callable[[Path], dict[str, str]]

    def vendor(self) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            package = self._unpacked(Path(temporary))
            texts = self.kept(package) | {"LICENSE": (package / "LICENSE").read_text()}
        about = {"package": self.name, "version": self.version, "integrity": self.integrity}
        texts["version.json"] = json.dumps(about, indent=2)
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (self.folder / name).write_text(text.rstrip("\n") + "\n", encoding="utf-8")

    def _unpacked(self, folder: Path) -> Path:
        command = ["npm", "pack", "--json", f"{self.name}@{self.version}"]
        answer = subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603
        [packed] = json.loads(answer.stdout)
        if packed["integrity"] != self.integrity:
            raise SystemExit(f"{self.name} {self.version} is not what we reviewed.")
        with tarfile.open(folder / packed["filename"]) as archive:
            archive.extractall(folder, filter="data")
        return folder / "package"


def parts_css(package: Path) -> dict[str, str]:
    """The part files lack the layers that the complete stylesheet puts around them."""
    source = package / "dist/src"
    base = "".join((source / f"{part}.css").read_text() for part in BASE)
    components = "".join((source / f"{part}.css").read_text() for part in COMPONENTS)
    return {
        "designsystemet.css": (
            "@layer ds.theme, ds.base, ds.components;"
            f"@layer ds.base{{{base}}}@layer ds.components{{{components}}}"
        ),
        "theme.css": (package / "dist/theme/designsystemet.css").read_text(),
    }


def only(path: str) -> Callable[[Path], dict[str, str]]:
    return lambda package: {Path(path).name: (package / path).read_text()}


PACKAGES = (
    Package(
        name="@digdir/designsystemet-css",
        version="1.22.0",
        integrity=(
            "sha512-f/+YOK1Gvl7ypdeRh0TDGs28eu8DkOPDAR+T8yLpnys9"
            "FxNWX05UNuhXJwYwRuzF9WUgjAhpJ5JKdodTDxWMEA=="
        ),
        folder=STATIC / "designsystemet",
        kept=parts_css,
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        integrity=(
            "sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFv"
            "BTqjnIMCgELTNt636dtamA=="
        ),
        folder=STATIC / "htmx",
        kept=only("dist/htmx.min.js"),
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        integrity=(
            "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASy"
            "FNNtuFooJpZe37OgudVGtQ=="
        ),
        folder=ROOT / "tests/browser/axe",
        kept=only("axe.min.js"),
    ),
)

if __name__ == "__main__":
    for each in PACKAGES:
        each.vendor()
