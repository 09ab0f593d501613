"""The services that have a role, a schema and a password of their own."""

SERVICES = ("registry", "matcher", "notifier")
DATABASE = "koblingsboks"
