"""`up` as a real process: what it answers, how it stops, and what it keeps."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from deploy.embedded.servers import addresses
from shared.messaging.streams import READERS
from tests.connected.embedded_starts import kill_whole_tree, until_ended
from tests.connected.matcher_service import csrf_token_in
from tests.e2e.command_line import Up, is_ready, run, started, up
from tests.e2e.story import DAIRY, NEED, Network, answered
from tests.ports import free_port
from tests.servers import short_lived_folder
from tests.waiting import until


@pytest.fixture
def data() -> Iterator[Path]:
    with short_lived_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def running() -> Iterator[Up]:
    """One for the tests that leave it as it was."""
    with short_lived_folder() as folder, started(folder) as first:
        asyncio.run(until(lambda: is_ready(first), seconds=60))
        yield first


@pytest_asyncio.fixture
async def own(data: Path) -> AsyncIterator[Up]:
    """One to be stopped."""
    async with up(data) as running:
        yield running


async def test_a_need_becomes_two_letters_through_one_address(running):
    async with running.client("--role", "coordinator", "--region", "ostfold") as client:
        network = Network(registry=client, matcher=client, notifier=client)
        await network.publish_offer()
        need = await network.publish_need()

        suggestion = await network.suggestion_for(need)
        await network.approve(suggestion)

        await network.letters_in("sent")
        introduction = answered(await client.get(f"/api/introductions/{suggestion['id']}"))
        outcome = {"result": "working", "co2e_tonnes": 12.5}
        path = f"/api/introductions/{introduction['id']}/outcome"
        after = answered(await client.post(path, json=outcome))
    assert after["outcome"]["co2e_tonnes"] == 12.5
    assert len(list((running.data / "mailbox" / "new").iterdir())) == 2


async def test_it_answers_as_one_service(running):
    async with running.client() as stranger:
        live = await stranger.get("/health/live")
        ready = answered(await stranger.get("/health/ready"))
        metrics = await stranger.get("/metrics")
        openapi = answered(await stranger.get("/api/openapi.json"))
        home = await stranger.get("/", headers={"accept": "text/html"})
        refused = await stranger.get("/api/suggestions")
        nowhere = await stranger.get("/api/nowhere")

    assert live.is_success
    assert ready["services"] == {"registry": "ready", "matcher": "ready", "notifier": "ready"}
    assert "koblingsboks_outbox_waiting" in metrics.text
    assert {"/api/partners", "/api/suggestions", "/api/introductions"} <= set(openapi["paths"])
    assert (home.status_code, home.headers["location"]) == (303, "/set-up")
    assert refused.status_code == 401
    assert nowhere.status_code == 404
    assert nowhere.headers["content-type"] == "application/problem+json"


async def test_a_page_elsewhere_cannot_reach_it_by_another_name(running):
    async with running.client() as stranger:
        answer = await stranger.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 421


async def test_a_sign_in_link_opens_the_queue_once(running):
    link = run("sign-in", "--region", "ostfold", "--data", running.data).stdout.strip()

    async with running.client() as browser:
        shown = await browser.get(link, headers={"accept": "text/html"})
        first = await browser.post(link)
        queue = await browser.get("/coordinator")
        mailbox = await browser.get("/mail/mailbox")
        browser.cookies.clear()
        second = await browser.post(link)

    assert shown.is_success
    assert first.status_code == 303
    assert queue.is_success
    assert mailbox.is_success
    assert second.status_code == 410


def test_people_are_added_listed_and_removed(running):
    def said(*words: str) -> str:
        done = run(*words, "--data", running.data)
        return done.stdout + done.stderr

    person = ("--name", "Eva Lie", "--email", "eva@fylket.example")
    of_troms = ("--region", "Troms")

    assert said("coordinator", "add", *of_troms, *person).startswith("Eva Lie signs in at")
    assert "already" in said("coordinator", "add", *of_troms, *person)
    assert said("coordinator", "list", *of_troms) == "eva@fylket.example  Eva Lie\n"
    assert "signed out" in said("coordinator", "remove", *of_troms, *person[2:])
    assert "Nobody there" in said("coordinator", "remove", *of_troms, *person[2:])
    assert "There is no region" in said("coordinator", "add", "--region", "atlantis", *person)
    assert "e-mail" in said("admin", "add", *person[:3], "nobody")


def test_tokens_are_listed_and_revoked(running):
    beside = ("--data", running.data)
    run("token", "create", "--role", "coordinator", "--region", "troms", "--label", "x", *beside)

    listed = run("token", "list", *beside).stdout.splitlines()
    line = next(line for line in listed if "coordinator troms" in line)
    revoked = run("token", "revoke", line.split()[0], *beside)
    after = run("token", "list", *beside).stdout

    assert "until" in line
    assert line.endswith("never used  x")
    assert revoked.stdout == "Revoked.\n"
    assert f"{line.split()[0]}  coordinator troms  revoked" in after


def test_acts_are_listed_exported_and_found_whole(running, tmp_path):
    running.token("--role", "admin")
    folder, file = ("--data", running.data), tmp_path / "audit.jsonl"

    listed = run("audit", "list", "--service", "registry", *folder).stdout
    exported = run("audit", "export", file, *folder).stdout
    verified = run("audit", "verify", "--against", file, *folder)
    file.write_text(file.read_text().replace('"hash": "', '"hash": "00'))
    doubted = run("audit", "verify", "--against", file, *folder)

    assert "token.made" in listed
    assert "command line" in listed
    assert str(file) in exported
    assert (verified.returncode, verified.stdout.count("whole")) == (0, 3), verified.stdout
    assert (doubted.returncode, "cut off" in doubted.stdout) == (1, True)


async def test_somebody_who_knows_only_the_address_gets_in(running):
    html = {"accept": "text/html", "accept-language": "nb"}
    form = {"name": "Ingrid Solhaug", "email": "ingrid@fylket.example", "region": "ostfold"}
    async with running.client() as browser:
        browser.headers.update(html)
        form["csrf_token"] = csrf_token_in(await browser.get("/set-up"))
        await browser.post("/set-up", data=form)

        async def mailbox() -> str:
            return (await browser.get("/mail/mailbox")).text

        listed = await until(mailbox, lambda page: "ingrid@fylket.example" in page)
        letter = await browser.get(
            "/mail/mailbox/" + listed.split("/mail/mailbox/")[1].split('"')[0]
        )
        link = "/sign-in/" + letter.text.split('href="/sign-in/')[1].split('"')[0]
        await browser.post(link)
        queue = await browser.get("/coordinator")

    assert "Ingrid Solhaug" in queue.text


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_told_to_stop_it_ends_well_and_leaves_no_process(own, sign):
    tree = own.tree()

    said = own.stop(sign)

    assert own.process.returncode == 0
    assert said.splitlines()[-1] == "Stopped. The data is kept."
    assert "Traceback" not in said
    await until_ended(tree)


async def test_told_to_stop_while_it_starts_it_ends_well(data):
    with started(data) as starting:
        await until(lambda: _servers_of(starting))
        tree = starting.tree()

        said = starting.stop()

    assert starting.process.returncode == 0
    assert "Traceback" not in said
    await until_ended(tree)


async def _servers_of(starting: Up) -> list[psutil.Process]:
    return psutil.Process(starting.process.pid).children(recursive=True)


async def test_nothing_is_lost_when_everything_is_killed(data):
    async with up(data) as first, first.client("--role", "admin") as client:
        partner = answered(await client.post("/api/partners", json=DAIRY))
        listing = answered(await client.post(f"/api/partners/{partner['id']}/listings", json=NEED))
        token = client.headers["authorization"]
        kill_whole_tree(psutil.Process(first.process.pid))

    async with up(data) as second, second.client() as client:
        client.headers["authorization"] = token
        kept = answered(await client.get(f"/api/listings/{listing['id']}"))

    assert kept == listing


async def test_a_second_start_on_the_same_folder_says_so_and_ends(running):
    second = run("up", "--data", running.data, "--port", free_port())

    assert second.returncode == 1
    assert f"in use by process {running.process.pid}" in second.stderr
    assert len(second.stderr.splitlines()) == 1


async def test_a_port_in_use_is_told(running, tmp_path):
    port = running.url.rpartition(":")[2]

    second = run("up", "--data", tmp_path / "other", "--port", port)

    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {port} is in use")


async def test_logs_and_state_are_closed_to_others(running):
    files = [running.data / "logs" / "koblingsboks.log", running.data / "run" / "app.json"]

    assert [file.stat().st_mode & 0o077 for file in files] == [0, 0]


async def test_a_dead_letter_is_listed_told_by_the_doctor_and_dropped(running):
    beside = ("--data", running.data)
    async with Redis.from_url(addresses(running.data).admin_broker_url) as redis:
        await redis.xadd("listings", {"__data__": b"no event"})

    async def listed() -> str:
        return (await asyncio.to_thread(run, "dead", "list", *beside)).stdout

    readers = READERS["listings"]
    listing = await until(
        listed, lambda said: said.count("on listings") == len(readers), seconds=30
    )
    told = run("doctor", *beside)
    rows = [line.split() for line in listing.splitlines() if "on listings" in line]
    dropped = [
        run("dead", "drop", number, "--service", service, *beside).stdout
        for service, number, *_ in rows
    ]

    assert told.returncode == 1
    assert "1 of the matcher" in told.stdout
    assert {service for service, *_ in rows} == set(readers)
    assert dropped == ["Dropped 1.\n"] * len(readers)
    assert (await listed()).startswith("No dead letters")
