"""How fast the main pages answer, beside a bare page in the same run.

Starts everything embedded in a folder of its own, with a network of 60 partners and 600 listings,
signs in as a coordinator and asks for every page in turn. Whoever builds a page adds it to PAGES.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import httpx
from rich.progress import track

from benchmarks.figures import Timed, print_figures
from benchmarks.main_job import Network, settled
from benchmarks.network import LISTINGS_EACH, PARTNERS
from benchmarks.running import CLI, RunningApp, running_app

ROUNDS = 40
GOAL = "p95 ≤ 100"
LARGEST_KILOBYTES = 150
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
REFERENCES = {"reference: a bare answer": "/health/live", "reference: a bare page": "/sign-in"}
#: `{suggestion}`, `{item}` and `{partner}` stand for one of the network's.
PAGES: Mapping[str, str] = {
    "queue": "/coordinator",
    "queue, searched": "/coordinator?words=varme&kind=supply",
    "queue, choosing several": "/coordinator?mode=select",
    "card": "/coordinator/suggestions/{suggestion}",
    "card, rejecting": "/coordinator/suggestions/{suggestion}?open=reject",
    "by hand": "/coordinator/by-hand",
    "by hand, found by meaning": "/coordinator/by-hand?words=varme+til+veksthus&region=ostfold",
    "everyone who fits a listing": "/coordinator/items/{item}",
    "nobody fits": "/coordinator/nobody-fits",
    "agenda": "/coordinator/agenda",
    "queue as CSV": "/coordinator/queue.csv",
}


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="koblingsboks-bench-") as folder:
        async with running_app(Path(folder)) as app, app.client() as client:
            network = Network(client)
            await network.fill()
            await settled(network)
            headers = {"accept": "text/html", "accept-language": "nb"}
            async with httpx.AsyncClient(base_url=app.url, headers=headers, timeout=30) as browser:
                await _sign_in(app, browser)
                print_figures(
                    f"{PARTNERS} partners, {PARTNERS * LISTINGS_EACH} listings",
                    await _ask(browser, await _things(client)),
                )


async def _things(client: httpx.AsyncClient) -> Mapping[str, str]:
    answer = await client.get("/api/suggestions", params={"region": "ostfold", "limit": 1})
    best = answer.raise_for_status().json()["items"][0]
    return {
        "suggestion": best["id"],
        "item": best["seeker"]["listing"]["id"],
        "partner": best["seeker"]["partner"]["id"],
    }


async def _sign_in(app: RunningApp, browser: httpx.AsyncClient) -> None:
    command = (*CLI, "sign-in", "--region", "ostfold", "--data", str(app.data))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    link = next(word for word in said.decode().split() if word.startswith("http"))
    form = (await browser.get(link)).raise_for_status()
    (token,) = CSRF.findall(form.text)[:1]
    answer = await browser.post(link, data={"csrf_token": token})
    if answer.status_code != httpx.codes.SEE_OTHER:
        raise RuntimeError(f"not signed in: {answer.status_code}")


async def _ask(browser: httpx.AsyncClient, things: Mapping[str, str]) -> list[Timed]:
    """Every page once in each round, so that all meet the same weather."""
    paths = {name: path.format(**things) for name, path in {**REFERENCES, **PAGES}.items()}
    timed = {name: Timed(name, GOAL if name in PAGES else "") for name in paths}
    weights: dict[str, float] = {}
    for path in paths.values():  # what is only done once does not count
        await browser.get(path)
    for _ in track(range(ROUNDS), "rounds", transient=True):
        for name, path in paths.items():
            with timed[name]:
                answer = (await browser.get(path)).raise_for_status()
            weights[name] = len(answer.content) / 1000
    for name, kilobytes in weights.items():
        timed[name].name += f" ({kilobytes:.0f} kB)"
        if name in PAGES and kilobytes > LARGEST_KILOBYTES:
            print(f"{name} weighs more than {LARGEST_KILOBYTES} kB")
    return list(timed.values())


if __name__ == "__main__":
    asyncio.run(main())
    sys.exit(0)
