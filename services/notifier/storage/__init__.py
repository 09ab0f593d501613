"""The notifier's tables."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
