"""What the registry hears from the others."""
