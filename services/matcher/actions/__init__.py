"""What one can do with the matcher. One function, one transaction."""
