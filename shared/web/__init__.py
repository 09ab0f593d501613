"""What every service's pages and calls have in common: look, language, problems, headers."""
