"""The servers of `tests.servers`, as containers. The mailbox is ours, beside them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from docker import DockerClient as DockerEngine
from docker.errors import DockerException, ImageNotFound
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as BrokerUnreachable
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

from deploy.embedded.broker_users import ADMIN
from deploy.embedded.mailbox import Mailbox
from deploy.embedded.secrets import Secrets, ensure_secrets
from deploy.provision import DATABASE
from tests.waiting import until

POSTGRES_SETTING = "KOBLINGSBOKS_TEST_POSTGRES_IMAGE"
BROKER_SETTING = "KOBLINGSBOKS_TEST_BROKER_IMAGE"
IMAGES = {
    POSTGRES_SETTING: os.environ.get(POSTGRES_SETTING, "pgvector/pgvector:pg18"),
    BROKER_SETTING: os.environ.get(BROKER_SETTING, "valkey/valkey:9"),
}
POSTGRES_PORT = 5432
BROKER_PORT = 6379
START_BROKER = Path(__file__).parents[1] / "deploy" / "docker" / "valkey.sh"
NOT_YET = (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError)
NO_ENGINE = (
    "--containers needs a container engine, and none answers at {address}. Start one (on Debian: "
    "apt install docker.io), or leave the option out: the tests then bring their own servers."
)
NO_IMAGE = "The image {image} is not here and cannot be pulled; name another one in {setting}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerServers:
    """Speaks like `deploy.embedded.servers.EmbeddedServers`."""

    secrets: Secrets
    mailbox: Mailbox
    database_address: str
    broker_address: str

    @property
    def admin_dsn(self) -> str:
        return self.admin_database_url(DATABASE)

    @property
    def admin_broker_url(self) -> str:
        return f"redis://{ADMIN}:{self.secrets.admin_broker_password}@{self.broker_address}"

    def broker_url(self, service: str) -> str:
        return f"redis://{service}:{self.secrets.broker_password(service)}@{self.broker_address}"

    def admin_database_url(self, database: str) -> str:
        return self._url("postgres", self.secrets.admin_database_password, database)

    def database_url(self, service: str, *, database: str = DATABASE) -> str:
        return self._url(service, self.secrets.database_password(service), database)

    def _url(self, user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{password}@{self.database_address}/{database}"


def check_engine() -> None:
    """Raises pytest.UsageError without an engine or images: who asks for containers means it."""
    try:
        engine = DockerClient().client
        engine.ping()
    except DockerException as error:
        address = os.environ.get("DOCKER_HOST", "its usual socket")
        raise pytest.UsageError(NO_ENGINE.format(address=address)) from error
    for name, image in IMAGES.items():
        try:
            _ensure_image(engine, image)
        except DockerException as error:
            raise pytest.UsageError(NO_IMAGE.format(image=image, setting=name)) from error
    engine.close()


def _ensure_image(engine: DockerEngine, image: str) -> None:
    try:
        engine.images.get(image)
    except ImageNotFound:
        engine.images.pull(image)


@asynccontextmanager
async def container_servers(data: Path) -> AsyncIterator[ContainerServers]:
    await asyncio.to_thread(data.mkdir, mode=0o700)
    secrets = ensure_secrets(data)
    mailbox = Mailbox(data / "mailbox", password=secrets.mailbox_password)
    postgres = DockerContainer(IMAGES[POSTGRES_SETTING], ports=[POSTGRES_PORT]).with_env(
        "POSTGRES_PASSWORD", secrets.admin_database_password
    )
    broker = _broker(secrets)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(mailbox.stop)
        await mailbox.start()
        for container in (postgres, broker):
            stack.push_async_callback(asyncio.to_thread, container.stop)
            await asyncio.to_thread(container.start)
        servers = ContainerServers(
            secrets=secrets,
            mailbox=mailbox,
            database_address=await asyncio.to_thread(_address, postgres, POSTGRES_PORT),
            broker_address=await asyncio.to_thread(_address, broker, BROKER_PORT),
        )
        await until(lambda: _database_answers(servers), seconds=120)
        await until(lambda: _broker_answers(servers), seconds=60)
        yield servers


def _broker(secrets: Secrets) -> DockerContainer:
    """Started as docker-compose.yml does."""
    passwords = secrets.broker_passwords()
    return (
        DockerContainer(IMAGES[BROKER_SETTING], ports=[BROKER_PORT])
        .with_volume_mapping(START_BROKER, "/valkey.sh", "ro")
        .with_env("BROKER_PASSWORD", secrets.admin_broker_password)
        .with_envs(**{f"{name.upper()}_BROKER_PASSWORD": passwords[name] for name in passwords})
        .with_command(["sh", "/valkey.sh"])
    )


def _address(container: DockerContainer, port: int) -> str:
    return f"{container.get_container_host_ip()}:{container.get_exposed_port(port)}"


async def _database_answers(servers: ContainerServers) -> bool:
    try:
        connection = await asyncpg.connect(servers.admin_database_url("postgres"))
    except NOT_YET:
        return False
    await connection.close()
    return True


async def _broker_answers(servers: ContainerServers) -> bool:
    async with Redis.from_url(servers.admin_broker_url) as redis:
        try:
            return bool(await redis.ping())
        except BrokerUnreachable:
            return False
