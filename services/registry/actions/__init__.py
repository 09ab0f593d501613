"""What one can do with the registry. One function, one transaction."""
