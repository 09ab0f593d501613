"""What all three services import; it knows no service."""
