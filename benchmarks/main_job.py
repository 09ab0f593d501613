"""The main job's figures: need published until seen, approval until letters are accepted.

Starts everything embedded in a folder of its own, with a network of 60 partners and 600
listings, and publishes 200 needs one by one over HTTP, as a client would. Beside it, in the
same run: the model on the same texts, and a bare transaction on the same database.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
from rich.progress import track

from benchmarks.figures import Timed, print_figures
from benchmarks.network import LISTINGS_EACH, PARTNERS, listings, partner_bodies
from benchmarks.running import RunningApp, running_app
from deploy.embedded.servers import addresses
from services.matcher.embedding.choose import choose_encoder

NEEDS = 200
APPROVALS = 50
LOOK_SECONDS = 0.005
SETTLING_SECONDS = 300.0
MEGABYTE = 1_000_000


class Network:
    """The API as a client uses it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.partners: list[str] = []

    async def fill(self) -> None:
        for body in track(list(partner_bodies()), "partners", transient=True):
            self.partners.append((await self._post("/api/partners", body))["id"])
        made = listings(1, PARTNERS * LISTINGS_EACH, kinds=("offer", "need", "offer", "idea"))
        for number, listing in enumerate(track(list(made), "listings", transient=True)):
            await self.publish(number, listing.body())

    async def publish(self, number: int, body: dict[str, str]) -> str:
        partner = self.partners[number % len(self.partners)]
        return str((await self._post(f"/api/partners/{partner}/listings", body))["id"])

    async def suggestion(self, listing: str, *, patience: float = 30) -> dict[str, Any]:
        """The best suggestion for a listing, as soon as there is one."""

        async def look() -> Any:
            params = {"region": "ostfold", "status": "proposed", "listing": listing}
            items = (await self._get("/api/suggestions", params))["items"]
            return items[0] if items else None

        return dict(await _until(look, patience=patience))

    async def approve(self, suggestion: str) -> None:
        await self._post(f"/api/suggestions/{suggestion}/approve", {})

    async def both_letters_sent(self, introduction: str) -> None:
        async def look() -> bool:
            answer = await self._client.get(f"/api/introductions/{introduction}")
            if answer.status_code == httpx.codes.NOT_FOUND:
                return False
            letters = answer.raise_for_status().json()["letters"]
            return [letter["state"] for letter in letters] == ["sent", "sent"]

        await _until(look)

    async def embedding_seconds(self) -> float:
        """How long the matcher has spent in the model since it started."""
        text = (await self._client.get("/metrics")).raise_for_status().text
        line = next(
            line
            for line in text.splitlines()
            if line.startswith("koblingsboks_embedding_seconds_sum")
        )
        return float(line.split()[-1])

    async def _post(self, path: str, body: object) -> dict[str, Any]:
        answer = (await self._client.post(path, json=body)).raise_for_status()
        return dict(answer.json())

    async def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        return dict((await self._client.get(path, params=params)).raise_for_status().json())


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="koblingsboks-bench-") as folder:
        async with running_app(Path(folder)) as app, app.client() as client:
            network = Network(client)
            await network.fill()
            await settled(network)
            published, suggestions = await _publish(network)
            approved = await _approve(network, suggestions)
            references = [await _model_alone(), await _transaction_alone(app)]
            print_figures(
                f"{PARTNERS} partners, {PARTNERS * LISTINGS_EACH} listings",
                [*published, approved, *references],
            )
            print(f"memory of everything, shared pages counted once: {_memory(app):.0f} MB")


async def settled(network: Network) -> None:
    """Listings are matched in the order they came: when the last is, all are."""
    (last,) = listings(2, 1, kinds=("need",))
    await network.suggestion(await network.publish(0, last.body()), patience=SETTLING_SECONDS)


async def _publish(network: Network) -> tuple[list[Timed], list[str]]:
    whole = Timed("need published until its suggestion is seen", "p95 ≤ 1000")
    beside = Timed("… of which everything but embedding", "≤ 100")
    accepted = Timed("… of which the answer to the POST")
    found: list[str] = []
    needs = list(listings(3, NEEDS, kinds=("need",)))
    for number, need in enumerate(track(needs, "needs", transient=True)):
        before = await network.embedding_seconds()
        with whole:
            with accepted:
                listing = await network.publish(number, need.body())
            found.append((await network.suggestion(listing))["id"])
        embedding = await network.embedding_seconds() - before
        beside.seconds.append(whole.seconds[-1] - embedding)
    return [whole, beside, accepted], found


async def _approve(network: Network, suggestions: list[str]) -> Timed:
    timed = Timed("approved until both letters are accepted", "p95 ≤ 1000")
    for suggestion in track(suggestions[:APPROVALS], "letters", transient=True):
        with timed:
            await network.approve(suggestion)
            await network.both_letters_sent(suggestion)
    return timed


async def _model_alone() -> Timed:
    timed = Timed("reference: the model on the same needs")
    encoder = choose_encoder()
    await encoder.open()
    for need in listings(3, NEEDS, kinds=("need",)):
        with timed:
            await encoder.encode([f"{need.title}. {need.text}"], role="query")
    return timed


async def _transaction_alone(app: RunningApp) -> Timed:
    timed = Timed("reference: a bare transaction that writes one row")
    connection = await asyncpg.connect(addresses(app.data).admin_dsn)
    await connection.execute("CREATE TABLE bench (text text)")
    for need in listings(3, NEEDS, kinds=("need",)):
        with timed:
            await connection.execute("INSERT INTO bench VALUES ($1)", need.text)
    await connection.close()
    return timed


async def _until(look: Any, *, patience: float = 30) -> Any:
    async with asyncio.timeout(patience):
        while not (seen := await look()):
            await asyncio.sleep(LOOK_SECONDS)
    return seen


def _memory(app: RunningApp) -> float:
    """Megabytes, each page shared between processes counted once in all."""
    process = psutil.Process(app.pid)
    tree = [process, *process.children(recursive=True)]
    return float(sum(each.memory_full_info().pss for each in tree)) / MEGABYTE


if __name__ == "__main__":
    asyncio.run(main())
    sys.exit(0)
