"""How events leave a service and reach the others: at least once, acted on exactly once.

Out: outbox -> relay -> stream, watched over by the reconciler.
In: reader -> delivery -> handler + inbox, with reaper, dead letters and watchdog behind it.
"""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"  #: tables that every service has
