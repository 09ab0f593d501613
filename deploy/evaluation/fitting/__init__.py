"""Fits what the ranking ships with."""
