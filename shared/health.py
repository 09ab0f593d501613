"""Is the service alive, is it ready, how is it doing: asked by whoever runs it."""

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.events.base import Source
from shared.messaging.runtime import Messaging
from shared.storage.pool import ConnectionPool


async def is_ready(pool: ConnectionPool, messaging: Messaging) -> bool:
    """The database and the broker answer, and every reader is at work."""
    try:
        async with pool.connection() as connection:
            await connection.fetchval("SELECT 1")
        return await messaging.is_ready()
    except Exception:  # whatever it is, the answer is no
        return False


def health_routes(service: Source, pool: ConnectionPool, messaging: Messaging) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        """The process answers."""
        return {"service": service, "status": "alive"}

    @router.get("/health/ready", responses={503: {"description": "Not ready yet."}})
    async def ready(response: Response) -> dict[str, str]:
        """The database and the broker answer, and events are being read."""
        if await is_ready(pool, messaging):
            return {"service": service, "status": "ready"}
        response.status_code = 503
        return {"service": service, "status": "not ready"}

    @router.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        """Figures in the text format of Prometheus."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
