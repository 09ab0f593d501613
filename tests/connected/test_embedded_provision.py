"""What provisioning leaves behind, asked from the services' side."""

import os
import subprocess
import sys
from uuid import UUID

import asyncpg
import pytest

from deploy.provision import SERVICES, provision
from tests.asking import connect_everywhere

PARTNER = UUID(int=7)
ADD_TOKEN = """
    INSERT INTO access.tokens (token_hash, role, regions, partner_id)
    VALUES (sha256($1), $2, $3, $4)
"""
ADD_LINK = """
    INSERT INTO access.sign_in_links (code_hash, role, expires_at)
    VALUES (sha256('x'), 'admin', now() + interval '10 minutes')
"""
ADD_REQUEST = """
    INSERT INTO access.sign_in_links (browser_hash, expires_at)
    VALUES (sha256('x'), now() + interval '10 minutes')
"""
SET_CODE = """
    UPDATE access.sign_in_links SET code_hash = sha256('c'), typed_hash = sha256('t')
     WHERE code_hash IS NULL
"""
ADD_SESSION = """
    INSERT INTO access.sessions (session_hash, role, csrf_token, expires_at)
    VALUES (sha256('x'), 'admin', 'token', now() + interval '1 hour')
"""


async def as_role(url: str, statement: str, *arguments: object) -> str:
    connection = await connect_everywhere(url)
    try:
        return str(await connection.execute(statement, *arguments))
    finally:
        await connection.close()


async def test_provisioning_again_changes_nothing(servers, fresh):
    await as_role(fresh.database_url("registry"), ADD_TOKEN, b"x", "admin", [], None)
    passwords = servers.secrets.database_passwords()

    await provision(fresh.admin_dsn, passwords, database=fresh.database)

    count = "UPDATE access.tokens SET last_used_at = now()"
    assert await as_role(fresh.database_url("matcher"), count) == "UPDATE 1"


@pytest.mark.parametrize(
    ("role", "regions", "partner_id"),
    [
        pytest.param("admin", [], None, id="an admin of everything"),
        pytest.param("coordinator", ["ostfold", "akershus"], None, id="a coordinator of two"),
        pytest.param("partner", ["ostfold"], PARTNER, id="a partner"),
    ],
)
async def test_a_fitting_token_is_kept(fresh, role, regions, partner_id):
    registry = fresh.database_url("registry")

    assert await as_role(registry, ADD_TOKEN, b"x", role, regions, partner_id) == "INSERT 0 1"


@pytest.mark.parametrize(
    ("role", "regions", "partner_id"),
    [
        pytest.param("coordinator", [], None, id="a coordinator without a region"),
        pytest.param("coordinator", ["ostfold"], PARTNER, id="a coordinator with a partner"),
        pytest.param("coordinator", [None], None, id="a region that is nothing"),
        pytest.param("partner", ["ostfold"], None, id="a partner who is nobody"),
        pytest.param("admin", [], PARTNER, id="an admin with a partner"),
        pytest.param("owner", [], None, id="an unknown role"),
    ],
)
async def test_a_token_that_makes_no_sense_is_refused(fresh, role, regions, partner_id):
    with pytest.raises(asyncpg.CheckViolationError):
        await as_role(fresh.database_url("registry"), ADD_TOKEN, b"x", role, regions, partner_id)


@pytest.mark.parametrize("service", SERVICES)
async def test_every_service_knows_sessions_and_sees_them_used(fresh, service):
    await as_role(fresh.database_url("registry"), ADD_SESSION)
    url = fresh.database_url(service)

    assert await as_role(url, "SELECT role, regions FROM access.sessions") == "SELECT 1"
    assert await as_role(url, "UPDATE access.sessions SET last_seen_at = now()") == "UPDATE 1"


async def test_the_notifier_adds_codes_to_links_and_sees_not_whom_they_are_for(fresh):
    await as_role(fresh.database_url("registry"), ADD_REQUEST)
    url = fresh.database_url("notifier")

    assert await as_role(url, SET_CODE) == "UPDATE 1"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_role(url, "SELECT holders FROM access.sign_in_links")


@pytest.mark.parametrize("service", ["matcher", "notifier"])
@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(ADD_LINK, id="make a link"),
        pytest.param(ADD_SESSION, id="sign somebody in"),
        pytest.param("DELETE FROM access.sessions", id="sign somebody out"),
        pytest.param("UPDATE access.sessions SET role = 'admin'", id="widen a session"),
        pytest.param("SELECT key FROM access.tries", id="see who tried"),
        pytest.param("UPDATE access.sign_in_links SET role = 'admin'", id="widen a link"),
        pytest.param("UPDATE access.tokens SET role = 'admin'", id="widen a token"),
        pytest.param("DELETE FROM access.tokens", id="delete tokens"),
        pytest.param("INSERT INTO access.migrations VALUES ('x')", id="record a migration"),
    ],
)
async def test_only_the_registry_decides_who_may_enter(fresh, service, statement):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_role(fresh.database_url(service), statement)


def test_the_command_provisions_from_its_environment(servers):
    environment = {
        **os.environ,
        "KOBLINGSBOKS_ADMIN_DATABASE_URL": servers.admin_dsn,
        **{
            f"{service.upper()}_DATABASE_PASSWORD": password
            for service, password in servers.secrets.database_passwords().items()
        },
    }

    ended = subprocess.run([sys.executable, "-m", "deploy.provision"], env=environment, check=False)

    assert ended.returncode == 0


def test_the_command_names_the_setting_that_is_missing():
    command = [sys.executable, "-m", "deploy.provision"]

    ended = subprocess.run(command, env={}, check=False, capture_output=True, text=True)

    assert ended.returncode == 1
    assert "KOBLINGSBOKS_ADMIN_DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
