"""What programs ask of the notifier."""
