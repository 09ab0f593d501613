"""Events come in here, and work that nobody asks for is done from here."""
