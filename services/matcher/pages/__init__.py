"""Coordinators come in here."""
