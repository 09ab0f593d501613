"""Reads a file that a browser sent, in a thread, and lets go of it."""

import asyncio
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import FormData, UploadFile

from services.registry.domain.imports import ImportedListing, ImportRecord
from services.registry.files import ImportBatch, read_import

LARGEST_UPLOAD_BYTES = 21_000_000
LONGEST_NAME = 100


def file_in(form: FormData) -> UploadFile | None:
    """None where no file was chosen."""
    sent = form.get("file")
    return sent if isinstance(sent, UploadFile) and sent.filename else None


async def read_upload(
    sent: UploadFile, *, regions: Collection[str], default_region: str
) -> ImportBatch:
    with TemporaryDirectory(prefix="koblingsboks-import-") as folder:
        path = Path(folder) / _plain_name(sent.filename or "")
        path.write_bytes(await sent.read())
        return await asyncio.to_thread(
            read_import, path, regions=regions, default_region=default_region
        )


def record_of(batch: ImportBatch) -> ImportRecord:
    places = {id(partner): place for place, partner in enumerate(batch.partners)}
    return ImportRecord(
        partners=tuple(partner.record for partner in batch.partners),
        listings=tuple(
            ImportedListing(
                partner=places[id(one.owner)] if one.owner else one.partner, listing=one.record
            )
            for one in batch.listings
        ),
    )


def _plain_name(name: str) -> str:
    """What a file may be called here: its ending says what it is, its name may say its kind."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in last)
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:LONGEST_NAME] or 'file'}{dot}{ending[:10]}".lstrip(".") or "file"
