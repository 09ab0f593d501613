"""The thirteen groups of faults."""

from tests.faults.broker import BROKER
from tests.faults.clock import CLOCK
from tests.faults.crash import CRASH
from tests.faults.database import DATABASE
from tests.faults.deploy import DEPLOY
from tests.faults.erasure import ERASURE
from tests.faults.fault import Group
from tests.faults.mail import MAIL
from tests.faults.network import NETWORK
from tests.faults.overload import OVERLOAD
from tests.faults.poison import POISON
from tests.faults.repeats import REPEATS
from tests.faults.stall import STALL
from tests.faults.tail import TAIL

GROUPS: dict[str, Group] = {
    group.name: group
    for group in (
        CRASH,
        STALL,
        BROKER,
        DATABASE,
        MAIL,
        REPEATS,
        POISON,
        CLOCK,
        NETWORK,
        DEPLOY,
        OVERLOAD,
        TAIL,
        ERASURE,
    )
}
