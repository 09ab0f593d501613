"""Partners and listings from JSON Lines, CSV and Excel: a whole batch, or a list of reasons."""

from services.registry.files.batch import ImportBatch, ListingRow, Note, PartnerRow, Problem
from services.registry.files.reading import read_import

__all__ = ["ImportBatch", "ListingRow", "Note", "PartnerRow", "Problem", "read_import"]
