"""python -m tests.faults: see `./koblingsboks faults --help`"""

import argparse
import asyncio
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from tests.faults.groups import GROUPS
from tests.faults.patience import SETTING
from tests.faults.report import RESULTS, add_to, kept_in, markdown, table, told
from tests.faults.rounds import Round, run_round
from tests.faults.world import World, running_world

FRESH_AFTER = 40  #: rounds in one world; tables grow, and so would the time to look at them


def main() -> None:
    order = _order()
    if order.table:
        print(markdown(kept_in(order.results)))
        return
    rounds = asyncio.run(_run(order))
    print(table(rounds))
    sys.exit(any(one.findings.problems for one in rounds))


async def _run(order: argparse.Namespace) -> list[Round]:
    """Rounds mostly wait, so several worlds side by side get more of them done."""
    waiting = deque(_wanted(order))
    done: list[Round] = []
    async with asyncio.TaskGroup() as tasks:
        for _ in range(min(order.worlds, len(waiting))):
            tasks.create_task(_work_off(waiting, done, order))
    return done


async def _work_off(
    waiting: deque[tuple[str, int]], done: list[Round], order: argparse.Namespace
) -> None:
    while waiting:
        async with running_world() as world:
            await _in_one_world(world, waiting, done, order)


async def _in_one_world(
    world: World, waiting: deque[tuple[str, int]], done: list[Round], order: argparse.Namespace
) -> None:
    """Until there is something to hide from the next round, or too much to look through."""
    for _ in range(FRESH_AFTER):
        if not waiting:
            return
        group, seed = waiting.popleft()
        one = await run_round(world, GROUPS[group], seed)
        done.append(one)
        print(told(one), flush=True)
        add_to(order.results, one)
        if one.findings.problems:
            _keep_logs(order, world.folder, one)
            return


def _wanted(order: argparse.Namespace) -> Iterator[tuple[str, int]]:
    """A round of each group in turn, so that a run cut short has seen all of them."""
    groups = order.group or list(GROUPS)
    for number in range(order.rounds):
        for group in groups:
            yield group, order.seed + number


def _keep_logs(order: argparse.Namespace, folder: Path, one: Round) -> None:
    if order.logs:
        for log in [*folder.glob("*.log"), *folder.glob("data/logs/*.log")]:
            kept = order.logs / f"{one.group}-{one.seed}"
            kept.mkdir(parents=True, exist_ok=True)
            (kept / log.name).write_bytes(log.read_bytes())


def _order() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="koblingsboks faults",
        description="Break everything on purpose and count what is lost.",
        epilog=f"On a machine that has other work to do, {SETTING}=4 waits four times as long.",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first round; each adds one")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="of every group")
    parser.add_argument("--group", action="append", choices=list(GROUPS), help="else all of them")
    parser.add_argument("--worlds", type=int, default=1, metavar="N", help="side by side")
    parser.add_argument(
        "--results",
        type=Path,
        metavar="DIR",
        default=RESULTS,
        help="a line of JSON a round goes there",
    )
    parser.add_argument(
        "--table", action="store_true", help="run nothing: print what all kept rounds found"
    )
    parser.add_argument("--logs", type=Path, metavar="DIR", help="keep logs of rounds that failed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
