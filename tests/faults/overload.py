"""Group 11: far more comes in than goes out."""

import asyncio

from tests.faults.fault import Group, Scene
from tests.faults.manners import Manners

BURST = 10  #: pairs at once; a usual round has two or three
MORE_MEMORY = 60 * 2**20
FAKE_LETTERS = 2000
#: Letters of an introduction of this round, copied: they wait as any others do.
MANY_LETTERS = """
    INSERT INTO notifier.letters
           (id, kind, key, region, introduction_id, partner_id, message_id, contact_id,
            recipient_name, recipient_address, address_hash, sender_address, language, subject,
            body)
    SELECT gen_random_uuid(), kind, gen_random_uuid()::text, region, introduction_id,
           gen_random_uuid(), gen_random_uuid()::text, contact_id, recipient_name,
           'burst@burst.example', address_hash, sender_address, language, subject,
           convert_to(repeat('x', 20000), 'UTF8')
      FROM notifier.letters, generate_series(1, $1) WHERE body IS NOT NULL LIMIT $1
"""
FORGET = "DELETE FROM notifier.letters WHERE recipient_address = 'burst@burst.example'"


async def burst(scene: Scene) -> None:
    """Many who do everything at the same time."""
    async with asyncio.TaskGroup() as tasks:
        for number in range(BURST):
            tasks.create_task(scene.story(f"burst {number}").live())


async def burst_on_a_slow_mail_server(scene: Scene) -> None:
    scene.world.sink.usual = Manners(pauses={"dot": 0.4, "RCPT": 0.2}, most_connections=3)
    await burst(scene)


async def burst_without_a_reader(scene: Scene) -> None:
    """It waits on the stream and in the tables, and is caught up with."""
    await scene.world.processes["notifier"].kill()
    async with asyncio.TaskGroup() as tasks:
        for number in range(BURST // 2):
            tasks.create_task(scene.story(f"burst {number}").begin())


async def many_letters_wait_in_a_table(scene: Scene) -> None:
    """Forty megabytes of letters for a mail server that takes for ever: a table, not memory."""
    world = scene.world
    notifier = world.processes["notifier"]
    before = notifier.memory()
    world.sink.usual = Manners(pauses={"CONNECT": 60.0})
    await asyncio.sleep(1.0)
    async with world.admin() as connection:
        await connection.execute(MANY_LETTERS, FAKE_LETTERS)
        await asyncio.sleep(3.0)
        grown = notifier.memory() - before
        open_now = world.sink.open_now
        await connection.execute(FORGET)
    scene.note(f"{grown / 2**20:.0f} MB more")
    if grown > MORE_MEMORY:
        scene.problems.append(f"the notifier grew by {grown / 2**20:.0f} MB")
    if open_now > 8:
        scene.problems.append(f"{open_now} connections to the mail server at once")


OVERLOAD = Group(
    number=11,
    name="overload",
    about="ten pairs at once, a slow mail server, a reader away, 2,000 letters that wait",
    faults=(
        burst,
        burst_on_a_slow_mail_server,
        burst_without_a_reader,
        many_letters_wait_in_a_table,
    ),
    pairs=(1, 2),
)
