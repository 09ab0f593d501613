"""What people see of the notifier."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
