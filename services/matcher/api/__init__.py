"""Programs come in here."""
