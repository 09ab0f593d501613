"""`koblingsboks demo`"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from textwrap import shorten
from time import monotonic
from typing import Any, get_args

import typer
from rich.markup import escape
from rich.table import Table

from deploy.cli.api import Api, admin_api
from deploy.cli.connecting import App
from deploy.cli.steps import Steps
from deploy.cli.talking import results, tell
from deploy.cli.up import show_addresses
from deploy.demo.errors import FolderNotForDemo, NothingLeft
from deploy.demo.network import load_network
from deploy.demo.sample import import_sample
from deploy.demo.suggested import Suggested, best_of_each, recognised
from deploy.demo.waiting import until_delivered, until_matched, until_sent
from deploy.embedded.checks import check_folder
from deploy.embedded.letters import Letter
from deploy.embedded.memory import memory_mb
from deploy.embedded.up import ANY_PORT, Koblingsboks, everything, run_until_told
from services.matcher.domain.suggestions import Status

MARK = "this-is-a-demonstration"
SHOWN = 20
LONGEST_QUOTE = 100
#: In a network as small as this one even the unlikely is worth a look.
THRESHOLD = 0.0
USUAL_PORT = 8000


def run(data: Path, *, port: int | None, once: bool) -> None:
    usual = ANY_PORT if once else USUAL_PORT
    was_told = run_until_told(_demo(data, port=port or usual, once=once))
    if was_told and once:
        raise typer.Exit(130)
    if was_told:
        tell("Stopped. The demonstration's data is kept.")


async def _demo(data: Path, *, port: int, once: bool) -> None:
    start = monotonic()
    _claim(data)
    steps = Steps()
    async with AsyncExitStack() as stack:
        with steps.step("Database, broker, mailbox and services started"):
            koblingsboks = await stack.enter_async_context(
                everything(data, port=port, threshold=THRESHOLD)
            )
        app = App(servers=koblingsboks.servers, url=koblingsboks.url)
        api = await stack.enter_async_context(admin_api(app))
        await _tell_story(koblingsboks, api, steps)
        results().print(f"{monotonic() - start:6.2f} s  in all")
        results().print(f"{memory_mb():6.0f} MB memory of services, database and broker together")
        if not once:
            await show_addresses(koblingsboks)
            tell("Ctrl-C stops it.")
            await asyncio.Event().wait()


def _claim(data: Path) -> None:
    """Sample organisations must never come among real ones."""
    if (data / "lock").exists() and not (data / MARK).exists():
        raise FolderNotForDemo(folder=data)
    check_folder(data)
    (data / "lock").touch(mode=0o600)
    (data / MARK).touch()


async def _tell_story(koblingsboks: Koblingsboks, api: Api, steps: Steps) -> None:
    network = load_network()
    with steps.step("Sample network imported") as step:
        sample = await import_sample(api, network)
        step.title = (
            f"Sample network: {sample.partners_added} partners and {sample.listings_added} "
            f"listings imported, {len(network.partners) - sample.partners_added} partners there"
        )
    with steps.step("All of it read, embedded and matched"):
        await until_matched(koblingsboks)
    suggested = recognised(await _all_suggestions(api), network, sample.listing_ids)
    _show_suggestions(suggested)
    results().print(_verdict(suggested, len(network.collaborations)))
    chosen = _chosen(suggested, koblingsboks)
    await _introduce(koblingsboks, api, chosen, steps)


def _verdict(suggested: Sequence[Suggested], collaborations: int) -> str:
    found = sum(bool(one.came_true) for one in suggested)
    first = sum(bool(one.came_true) for one in best_of_each(suggested))
    return (
        f"Of {collaborations} collaborations that really happened, {found} are among the "
        f"{len(suggested)} suggestions (marked ★), {first} as the best for what was sought.\n"
    )


async def _all_suggestions(api: Api) -> list[Any]:
    """Decided ones too: a second demonstration goes on where the first ended."""
    of_each = [await api.every("/api/suggestions", status=status) for status in get_args(Status)]
    return [suggestion for of_one in of_each for suggestion in of_one]


def _chosen(suggested: Sequence[Suggested], koblingsboks: Koblingsboks) -> Suggested:
    """One that really happened, if there is one left."""
    waiting = [one for one in suggested if one.status == "proposed"]
    if not waiting:
        raise NothingLeft(folder=koblingsboks.servers.folders.data)
    return next((one for one in waiting if one.came_true), waiting[0])


async def _introduce(koblingsboks: Koblingsboks, api: Api, chosen: Suggested, steps: Steps) -> None:
    with steps.step(f"Approved {chosen.seeker} ↔ {chosen.provider}; both letters accepted"):
        await api.post(f"/api/suggestions/{chosen.id}/approve", {})
        introduction = await until_sent(koblingsboks, api, chosen.id)
    if chosen.came_true:
        results().print(f"          What really came of it: {escape(chosen.came_true.outcome)}")
    with steps.step("Both letters in the mailbox"):
        letters = await until_delivered(koblingsboks, introduction)
    for letter in letters:
        _show_letter(letter)


def _show_suggestions(suggested: Sequence[Suggested]) -> None:
    table = Table("score", "suggestion", show_lines=True)
    for one in suggested[:SHOWN]:
        table.add_row(f"{'★ ' if one.came_true else '  '}{one.score:.2f}", _told(one))
    console = results()
    console.soft_wrap = False
    console.print(table)


def _told(one: Suggested) -> str:
    lines = [
        f"[bold]{escape(one.seeker)}[/]: {escape(one.sought)}",
        f"[bold]{escape(one.provider)}[/]: {escape(one.provided)}",
    ]
    lines += [
        f"[dim]because “{escape(_shortened(a))}” fits “{escape(_shortened(b))}”[/]"
        for a, b in one.evidence[:1]
    ]
    return "\n".join(lines)


def _shortened(text: str) -> str:
    return shorten(text, LONGEST_QUOTE, placeholder=" …")


def _show_letter(letter: Letter) -> None:
    console = results()
    console.rule()
    console.print(f"[bold]{escape(letter.subject)}[/]\n{escape(letter.to)}\n")
    console.print(letter.text.strip(), markup=False)
    console.print()
