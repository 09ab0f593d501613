"""Let one user, and nobody else, walk through the closed folders above the data.

A POSIX ACL entry does this: permission to search for that user alone. The kernel keeps it in an
extended attribute: a version, then one (tag, permissions, id) for each entry, in order of tag.
"""

import os
import stat
import struct
from pathlib import Path

from deploy.embedded.errors import DataFolderOutOfReach
from deploy.embedded.system_user import ServerUser

ATTRIBUTE = "system.posix_acl_access"
VERSION = 2
HEADER_FORM = struct.Struct("<I")
ENTRY_FORM = struct.Struct("<HHI")
OWNER, USER, GROUP, NAMED_GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
NO_ID = 0xFFFFFFFF
SEARCH = 0o1
LIMITED_BY_MASK = (USER, GROUP, NAMED_GROUP)

Entry = tuple[int, int, int]


def open_passage(folder: Path, *, user: ServerUser) -> None:
    """Give the user the right to reach the folder; folders that let him pass are not touched."""
    if not user.is_somebody_else:
        return
    for parent in reversed(folder.resolve().parents):
        if not _is_open(parent, user):
            _let_pass(parent, user)


def with_search_for(uid: int, *, entries: list[Entry]) -> list[Entry]:
    """The same rights for everybody else, and the right to search for this user."""
    mask = next((rights for tag, rights, _ in entries if tag == MASK), 0o7)
    kept = [
        # What an old mask held back must stay held back when the mask grows.
        (tag, rights & mask if tag in LIMITED_BY_MASK else rights, who)
        for tag, rights, who in entries
        if tag != MASK and not (tag == USER and who == uid)
    ]
    kept.append((USER, SEARCH | _rights_of(uid, entries) & mask, uid))
    union = 0
    for tag, rights, _ in kept:
        union |= rights if tag in LIMITED_BY_MASK else 0
    return sorted([*kept, (MASK, union, NO_ID)], key=lambda entry: (entry[0], entry[2]))


def decoded(value: bytes) -> list[Entry]:
    return [
        (tag, rights, who) for tag, rights, who in ENTRY_FORM.iter_unpack(value[HEADER_FORM.size :])
    ]


def encoded(entries: list[Entry]) -> bytes:
    return HEADER_FORM.pack(VERSION) + b"".join(ENTRY_FORM.pack(*entry) for entry in entries)


def _is_open(folder: Path, user: ServerUser) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH) or user.can("-x", folder)


def _let_pass(folder: Path, user: ServerUser) -> None:
    entries = with_search_for(user.uid, entries=_entries(folder))
    try:
        os.setxattr(folder, ATTRIBUTE, encoded(entries))
    except (OSError, AttributeError) as error:
        raise DataFolderOutOfReach(user=user.name, parent=folder) from error
    if not user.can("-x", folder):
        raise DataFolderOutOfReach(user=user.name, parent=folder)


def _entries(folder: Path) -> list[Entry]:
    try:
        return decoded(os.getxattr(folder, ATTRIBUTE))
    except (OSError, AttributeError):
        mode = folder.stat().st_mode
        return [
            (OWNER, mode >> 6 & 0o7, NO_ID),
            (GROUP, mode >> 3 & 0o7, NO_ID),
            (OTHER, mode & 0o7, NO_ID),
        ]


def _rights_of(uid: int, entries: list[Entry]) -> int:
    return next((rights for tag, rights, who in entries if tag == USER and who == uid), 0)
