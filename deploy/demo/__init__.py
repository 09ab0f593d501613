"""The demonstration: a real network, start to end."""
