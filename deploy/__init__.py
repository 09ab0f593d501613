"""Puts the services on machines: the embedded default, the command line, containers."""
