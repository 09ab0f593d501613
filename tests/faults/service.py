"""What runs in the process of one service: the service itself, with two things a test may turn.

The matcher's encoder is `Themes`, and the clock of the process may be set while it runs. Database,
broker and mail server are real, and so is everything else.
"""

import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

from fastapi import FastAPI
from faststream.redis.subscriber.usecases import stream_subscriber

from services.matcher.app import create_app as create_matcher
from services.matcher.config import Settings as MatcherSettings
from services.notifier.app import create_app as create_notifier
from services.notifier.config import Settings as NotifierSettings
from services.registry.app import create_app as create_registry
from services.registry.config import Settings as RegistrySettings
from shared import clock
from shared.serve import serve
from shared.settings import ServiceSettings
from tests.faults.themes import Themes

CLOCK = "KOBLINGSBOKS_TEST_CLOCK"  #: names a file that holds how many seconds the clock is wrong
#: FastStream rests 5 s after each error of the broker; a thousand rounds would rest for hours.
REST_SECONDS = 0.3

SERVICES: dict[str, tuple[Callable[..., FastAPI], type[ServiceSettings]]] = {
    "registry": (create_registry, RegistrySettings),
    "matcher": (partial(create_matcher, encoder=Themes()), MatcherSettings),
    "notifier": (create_notifier, NotifierSettings),
}


def run_service(name: str, environment: Mapping[str, str], log: Path) -> None:
    """Serve until told to stop."""
    Thread(target=_end_with_the_driver, daemon=True).start()
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ.update(environment)
    stream_subscriber.CONSUME_ERROR_BACKOFF_SECONDS = REST_SECONDS
    _set_clock(Path(environment[CLOCK]))
    create_app, settings = SERVICES[name]
    serve(create_app, settings())


def _end_with_the_driver() -> None:
    driver = parent_process()
    assert driver
    wait([driver.sentinel])
    os._exit(1)


def _set_clock(file: Path) -> None:
    """The wall clock as the file says; the monotonic clock is never set anywhere."""
    right, right_ns = time.time, time.time_ns

    def wrong_by() -> float:
        try:
            return float(file.read_text() or 0)
        except OSError:
            return 0.0

    class WrongTime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(seconds=wrong_by())

    time.time = lambda: right() + wrong_by()
    time.time_ns = lambda: right_ns() + int(wrong_by() * 1e9)
    clock.datetime = WrongTime
