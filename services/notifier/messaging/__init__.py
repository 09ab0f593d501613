"""What the notifier is told."""
