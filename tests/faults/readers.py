"""Which events a service does something about; others it reads, confirms and leaves alone."""

import inspect
from functools import cache
from importlib import import_module


@cache
def acted_on_by(service: str) -> frozenset[str]:
    """The types of event that `service` has a handler for."""
    module = import_module(f"services.{service}.messaging.handlers")
    make = getattr(module, "handlers", None) or module.event_handlers
    absent = dict.fromkeys(inspect.signature(make).parameters)
    return frozenset(event.model_fields["type"].default for event in make(**absent))
