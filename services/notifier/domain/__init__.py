"""What introductions and letters are, and the rules they follow."""
