"""Regions, people, partners and listings."""
