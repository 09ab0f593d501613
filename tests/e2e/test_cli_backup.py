"""Backup and restore by the command line: the same network, nothing mailed, the erased gone."""

import asyncio
import json
import re
import stat
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.embedded.servers import addresses
from tests.e2e.command_line import COMMAND, ENVIRONMENT, Up, is_ready, run, started
from tests.e2e.story import DAIRY, NEED, NURSERY, Network, answered
from tests.servers import short_lived_folder
from tests.waiting import until

EVA = ("--name", "Eva Lie", "--email", "eva@fylket.example")
DECIDED = ("suggestions", "introductions")
LEAST_UNDER_WAY = 100
#: What the matcher has yet to hear, or to understand.
UNTOLD = """
    SELECT id, version FROM registry.listings WHERE status = 'open'
    EXCEPT SELECT id, version FROM matcher.items WHERE status = 'open'
"""
NOT_INTRODUCED = """
    SELECT id FROM matcher.suggestions WHERE status = 'approved'
    EXCEPT SELECT id FROM notifier.introductions
"""
KNOWN_CONTACTS = "SELECT count(*) FROM notifier.contacts WHERE email = ANY($1)"


@dataclass(frozen=True, slots=True)
class Story:
    """What was done before, while and after the backup was made."""

    running: Up  #: the restored one
    file: Path
    earlier: Path  #: the data folder of before
    sent: dict[str, Any]  #: the suggestion whose letters had left
    waiting: dict[str, Any]  #: and the one whose letters waited for a contact
    leaver: dict[str, Any]  #: a partner erased after the backup
    colleague: dict[str, Any]  #: a contact erased after it
    restored: str  #: what the command said


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    """Told once: each test looks at another side of it."""
    with short_lived_folder() as folder:
        earlier, later = folder / "earlier", folder / "later"
        with up_and_ready(earlier) as running:
            told = asyncio.run(lived(running, folder / "network.backup"))
            running.stop()
        known = earlier / "erased.jsonl"
        done = run("restore", folder / "network.backup", "--data", later, "--erased", known)
        assert done.returncode == 0, done.stderr
        with up_and_ready(later) as running:
            yield Story(running=running, earlier=earlier, restored=done.stdout, **told)


@contextmanager
def up_and_ready(data: Path) -> Iterator[Up]:
    with started(data) as running:
        asyncio.run(until(lambda: is_ready(running), seconds=60))
        yield running


async def lived(running: Up, file: Path) -> dict[str, Any]:
    async with running.client("--role", "admin") as client:
        network = Network(registry=client, matcher=client, notifier=client)
        await network.publish_offer()
        sent = await network.suggestion_for(await network.publish_need())
        await network.approve(sent)
        await network.letters_in("sent")
        waiting = await approved_without_contact(network)
        leaver = await registered(client, "Reinefjell Verft", "siv@reinefjell.example")
        colleague = await registered(
            client, "Skogli Sag", "jo@skogli.example", "liv@skogli.example"
        )
        await backed_up_at_work(client, running.data, waiting["owner"], file)
        answered_empty(await client.delete(f"/api/partners/{leaver['id']}"))
        answered_empty(await client.delete(f"/api/contacts/{colleague['contacts'][0]['id']}"))
        await until(lambda: kept_beside(running.data), lambda lines: len(lines) == 3)
    return {
        "file": file,
        "sent": sent,
        "waiting": waiting,
        "leaver": leaver,
        "colleague": colleague,
    }


async def approved_without_contact(network: Network) -> dict[str, Any]:
    """Nobody can be written to yet, so the letters wait."""
    client = network.registry
    hall = {**NURSERY, "name": "Aspeli Hall", "contacts": []}
    owner = answered(await client.post("/api/partners", json=hall))
    path = f"/api/partners/{owner['id']}/listings"
    need = answered(await client.post(path, json={**NEED, "title": "Varme til hallen"}))
    suggestion = await network.suggestion_for(need["id"])
    await network.approve(suggestion)
    path = f"/api/introductions/{suggestion['id']}"

    async def introduced() -> int:
        return (await client.get(path)).status_code

    await until(introduced, lambda status: status == 200)
    return {**suggestion, "owner": owner}


async def registered(client: httpx.AsyncClient, name: str, *emails: str) -> dict[str, Any]:
    contacts = [{"name": email.partition("@")[0].title(), "email": email} for email in emails]
    return answered(
        await client.post("/api/partners", json={**DAIRY, "name": name, "contacts": contacts})
    )


async def backed_up_at_work(
    client: httpx.AsyncClient, data: Path, owner: dict[str, Any], file: Path
) -> None:
    """While listings come in, faster than they can be embedded."""
    path = f"/api/partners/{owner['id']}/listings"
    texts = (f"Vi ser etter {number} tonn stålskrap i året." for number in range(2000))

    async def publish() -> None:
        for text in texts:
            answered(await client.post(path, json={**NEED, "title": text[:30], "text": text}))

    writing = asyncio.create_task(publish())
    async with database(data) as connection:
        many = partial(connection.fetch, UNTOLD)
        await until(many, lambda untold: len(untold) > LEAST_UNDER_WAY, seconds=60)
        done = await asyncio.to_thread(run, "backup", file, "--data", data)
        still_under_way = len(await many())
    writing.cancel()
    assert done.returncode == 0, done.stderr
    assert still_under_way > LEAST_UNDER_WAY


def is_empty(rows: list[Any]) -> bool:
    return not rows


async def kept_beside(data: Path) -> list[str]:
    file = data / "erased.jsonl"
    return file.read_text().splitlines() if file.exists() else []


def answered_empty(answer: httpx.Response) -> None:
    assert answer.status_code == 204, answer.text


@asynccontextmanager
async def database(data: Path) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(addresses(data).admin_dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def test_a_backup_made_at_work_has_every_event_that_was_under_way(story):
    async with database(story.running.data) as connection:
        untold = await until(partial(connection.fetch, UNTOLD), is_empty, seconds=120)
        not_introduced = await until(partial(connection.fetch, NOT_INTRODUCED), is_empty)

    assert untold == not_introduced == []


async def test_partners_suggestions_and_introductions_keep_their_ids_and_states(story):
    async with story.running.client("--role", "admin") as client:
        suggestion = answered(await client.get(f"/api/suggestions/{story.sent['id']}"))
        introduction = answered(await client.get(f"/api/introductions/{story.sent['id']}"))

    assert suggestion["status"] == "approved"
    assert suggestion["seeker"] == story.sent["seeker"]
    assert [letter["state"] for letter in introduction["letters"]] == ["sent", "sent"]


async def test_letters_that_waited_are_unknown_and_nothing_is_mailed(story):
    owner = story.waiting["owner"]
    someone = {"name": "Unni Aspeli", "email": "unni@aspeli.example"}
    async with story.running.client("--role", "admin") as client:
        changed = {name: owner[name] for name in ("name", "kind", "place", "region", "description")}
        await client.put(f"/api/partners/{owner['id']}", json={**changed, "contacts": [someone]})
        async with database(story.running.data) as connection:
            await until(lambda: connection.fetchval(KNOWN_CONTACTS, [someone["email"]]))
        introduction = answered(await client.get(f"/api/introductions/{story.waiting['id']}"))

    assert "2 letters waited then and may have been sent since" in story.restored
    assert [letter["state"] for letter in introduction["letters"]] == ["unknown", "unknown"]
    assert list((story.running.data / "mailbox" / "new").iterdir()) == []


async def test_those_erased_after_the_backup_stay_erased(story):
    erased = story.colleague["contacts"][0]
    async with story.running.client("--role", "admin") as client:
        gone = await client.get(f"/api/partners/{story.leaver['id']}")
        left = answered(await client.get(f"/api/partners/{story.colleague['id']}"))
    async with database(story.running.data) as connection:
        emails = [story.leaver["contacts"][0]["email"], erased["email"]]
        await until(lambda: connection.fetchval(KNOWN_CONTACTS, emails), lambda n: n == 0)

    assert "2 erased since then were erased again" in story.restored
    assert gone.status_code == 404
    assert [contact["email"] for contact in left["contacts"]] == ["liv@skogli.example"]


async def test_sessions_of_before_open_nothing_and_tokens_do(story):
    async with database(story.running.data) as connection:
        sessions = await connection.fetchval("SELECT count(*) FROM access.sessions")
        tokens = await connection.fetchval("SELECT count(*) FROM access.tokens")

    assert sessions == 0
    assert tokens > 0


def test_links_in_letters_of_before_still_open(story):
    earlier = (story.earlier / "mailbox" / "new").iterdir()
    letter = next(file.read_bytes() for file in earlier)
    link = re.search(rb"/mail/answer/[^\s>\"]+", letter.replace(b"=\r\n", b""))
    assert link

    answer = httpx.get(f"{story.running.url}{link[0].decode()}", headers={"accept": "text/html"})

    assert answer.is_success


def test_a_backup_is_for_our_eyes_only_and_holds_no_password(story):
    held = json.loads(zipfile.ZipFile(story.file).read("keys.json"))

    assert stat.S_IMODE(story.file.stat().st_mode) == 0o600
    assert set(held) == {"registry_secret_key", "matcher_secret_key", "notifier_secret_key"}


def test_a_folder_with_a_network_is_left_alone(story):
    refused = run("restore", story.file, "--data", story.earlier)

    assert refused.returncode == 1
    assert "--replace" in refused.stderr


def test_a_network_that_is_replaced_leaves_its_tombstones(story):
    replaced = run("restore", story.file, "--data", story.earlier, "--replace")

    assert replaced.returncode == 0, replaced.stderr
    assert "2 erased since then were erased again" in replaced.stdout


async def test_a_restore_that_was_cut_off_is_told_and_made_again(story):
    with short_lived_folder() as data:
        command = [*COMMAND, "restore", str(story.file), "--data", str(data)]
        cut_off = await asyncio.create_subprocess_exec(*command, env=ENVIRONMENT)
        await until(partial(asyncio.to_thread, (data / "restoring" / "postgres").exists))
        cut_off.kill()
        await cut_off.wait()

        refused = run("up", "--data", data)
        again = run("restore", story.file, "--data", data)
        left = [entry.name for entry in data.iterdir()]

    assert (refused.returncode, again.returncode) == (1, 0)
    assert "under way or was cut off" in refused.stderr
    assert "restoring" not in left


def test_a_damaged_backup_is_refused_before_anything_is_touched(story, tmp_path):
    damaged = tmp_path / "damaged"
    whole = bytearray(story.file.read_bytes())
    whole[len(whole) // 2] ^= 1
    damaged.write_bytes(whole)

    refused = run("restore", damaged, "--data", tmp_path / "data")

    assert refused.returncode == 1
    assert "is damaged" in refused.stderr
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_no_backup_is_not_overwritten(story, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("keep me")

    refused = run("backup", other, "--data", story.running.data)

    assert refused.returncode == 1
    assert "is no backup" in refused.stderr
    assert other.read_text() == "keep me"


def test_what_is_kept_about_one_person_is_exported_by_their_address(story):
    done = run("export", "--contact", "ASE@steinvaag-meieri.example", "--data", story.running.data)
    unknown = run("export", "--contact", "no@body.example", "--data", story.running.data)

    (person,) = json.loads(done.stdout)
    assert person["registry"]["contact"]["name"] == "Åse Lindvåg"
    assert person["registry"]["partner"]["name"] == DAIRY["name"]
    assert [letter["state"] for letter in person["notifier"]["letters"]] == ["sent"]
    assert "Nobody is a contact" in unknown.stderr


def test_everything_readable_is_exported(story, tmp_path):
    run("coordinator", "add", "--region", "ostfold", *EVA, "--data", story.running.data)

    done = run("export", tmp_path / "out", "--data", story.running.data)

    assert done.returncode == 0, done.stderr
    files = {file.stem: file.read_text().splitlines() for file in (tmp_path / "out").iterdir()}
    assert set(files) == {"regions", "people", "partners", "listings", *DECIDED}
    assert [json.loads(line)["regions"] for line in files["people"]] == [["ostfold"]]
    introductions = [json.loads(line) for line in files["introductions"]]
    assert {"letters", "answers", "outcome"} <= set(introductions[0])
