"""The thirteen groups of faults."""

from tests.faults.broker import BROKER
from tests.faults.crash import CRASH
from tests.faults.database import DATABASE
from tests.faults.fault import Group
from tests.faults.mail import MAIL
from tests.faults.stall import STALL

GROUPS: dict[str, Group] = {group.name: group for group in (CRASH, STALL, BROKER, DATABASE, MAIL)}
