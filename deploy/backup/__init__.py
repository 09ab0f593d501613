"""One file with everything a data folder or a database knows, and back again."""
