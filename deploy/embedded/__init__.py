"""Real servers without an installation: PostgreSQL, Valkey and a mailbox as our own children."""
