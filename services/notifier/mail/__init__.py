"""Carrying letters: what a carrier promises, and one that speaks SMTP."""
