"""The registry for programs: JSON in, JSON or a problem out."""
