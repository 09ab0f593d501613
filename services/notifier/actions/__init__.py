"""What one can do with the notifier. One function, one transaction."""
