"""Those who send byte by byte hold up nobody else, and not for ever."""

import asyncio
import socket
from contextlib import ExitStack

from starlette.exceptions import HTTPException

from shared.web.limits import RequestLimits
from tests.security.town import Town

SLOW = 200


def test_two_hundred_half_requests_leave_the_others_served(town: Town):
    host, port = town.url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        for _ in range(SLOW):
            slow = stack.enter_context(socket.create_connection((host, int(port))))
            slow.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\nX-")
        with town.browser() as browser:
            answer = browser.get("/sign-in")

    assert answer.status_code == 200


async def test_a_body_that_does_not_come_is_not_waited_for():
    told = []

    async def app(_scope, receive, _send):
        try:
            await receive()
        except HTTPException as error:
            told.append(error.status_code)

    async def never():
        await asyncio.Event().wait()

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
    await RequestLimits(app, slowest_body=0.01)(scope, never, None)  # type: ignore[arg-type]

    assert told == [408]
