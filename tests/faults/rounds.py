"""One round: people at work, something goes wrong, it ends, everything comes to rest, a look."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from tests.faults.caller import Caller
from tests.faults.drain import NotDrained, drain, what_is_left
from tests.faults.fault import Fault, Group, Scene
from tests.faults.invariants import Findings, check
from tests.faults.patience import patient
from tests.faults.told import Told
from tests.faults.workload import Story, add_region
from tests.faults.world import World

FAULT_SECONDS = patient(90.0)
NOW = "SELECT clock_timestamp()"


@dataclass
class Round:
    group: str
    seed: int
    fault: str
    seconds: float = 0.0
    recovery: float = 0.0  #: from the end of the fault, or of the last call, until all is at rest
    findings: Findings = field(default_factory=Findings)
    notes: list[str] = field(default_factory=list)

    @property
    def replay(self) -> str:
        return f"./koblingsboks faults --group {self.group} --seed {self.seed} --rounds 1"


async def run_round(world: World, group: Group, seed: int) -> Round:
    """Never raises for what is found; it stands in the findings."""
    drawn = random.Random(f"{group.name} {seed}")
    fault = group.draw(drawn)
    done = Round(group=group.name, seed=seed, fault=fault.__name__)
    told = Told(region=f"{group.name}-{seed}-{time.monotonic_ns() % 10**9}")
    began = time.monotonic()
    async with world.admin() as connection:
        since = await connection.fetchval(NOW)
    caller = Caller(world, told, f"{group.name} {seed}")
    scene = Scene(
        world=world,
        told=told,
        drawn=drawn,
        story=lambda name: Story(world, caller, told, f"{group.name} {seed} {name}"),
    )
    try:
        await _play(scene, group, fault, caller, done)
        done.findings = await check(world, told, since, scene.expected)
    except NotDrained as error:
        done.findings.problems.append(f"not at rest: {error}")
    except Exception as error:
        done.findings.problems += _plainly(error)
        done.findings.problems += [f"left: {one}" for one in await what_is_left(world)]
    finally:
        await caller.close()
    done.findings.problems += scene.problems
    done.notes = scene.notes
    done.seconds = time.monotonic() - began
    return done


def _plainly(error: BaseException) -> list[str]:
    if isinstance(error, BaseExceptionGroup):
        return [line for one in error.exceptions for line in _plainly(one)]
    return [f"{type(error).__name__}: {error}"[:500]]


async def _play(scene: Scene, group: Group, fault: Fault, caller: Caller, done: Round) -> None:
    await add_region(caller, scene.told)
    pairs = scene.drawn.randint(*group.pairs)
    async with asyncio.TaskGroup() as tasks:
        ends = [tasks.create_task(_live(scene.story(str(number)))) for number in range(pairs)]
        ends.append(tasks.create_task(_harm_and_heal(scene, fault)))
    await drain(scene.world)
    done.recovery = time.monotonic() - max(end.result() for end in ends)
    await scene.world.dismiss_spares()


async def _live(story: Story) -> float:
    """When the last call was answered."""
    await story.live()
    return time.monotonic()


async def _harm_and_heal(scene: Scene, fault: Fault) -> float:
    """When the fault was over."""
    try:
        async with asyncio.timeout(FAULT_SECONDS):
            await fault(scene)
    finally:
        over = time.monotonic()
        await scene.world.heal()
    return over
