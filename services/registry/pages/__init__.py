"""The registry for people."""
