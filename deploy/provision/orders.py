"""What the command line of provisioning can be told."""

from argparse import ArgumentParser, Namespace
from datetime import timedelta
from uuid import UUID

from deploy.provision.errors import OptionOutOfPlace, PartnerNeeded, RegionNeeded
from shared.access.grant import Grant

LONGEST_DAYS = 36_500
USUAL = timedelta(days=365)


def read_order(arguments: list[str] | None = None) -> Namespace:
    """`order` is "prepare", "token" or "sign-in", which have a `region` list, "erased" or
    "settle"."""
    parser = ArgumentParser(
        prog="python -m deploy.provision",
        description="Prepare the database, settle it after a restore, or print a token for it.",
    )
    orders = parser.add_subparsers(dest="order", metavar="ORDER")
    parser.set_defaults(order="prepare")
    orders.add_parser("prepare", help="make or update roles and schemas (the default)")
    token = orders.add_parser("token", help="print a new API token")
    token.add_argument("--role", required=True, choices=("admin", "coordinator", "partner"))
    token.add_argument("--region", action="append", default=[], help="may be repeated")
    token.add_argument("--partner", type=UUID, metavar="ID")
    token.add_argument("--label", default="", help="what it is for")
    token.add_argument("--days", type=_days, default=USUAL, help="how long it lasts; else a year")
    sign_in = orders.add_parser("sign-in", help="print a link that signs one person in, once")
    sign_in.add_argument("--region", action="append", default=[], help="else for an admin")
    orders.add_parser("erased", help="print who has been erased, as hashes")
    settle = orders.add_parser(
        "settle", help="after a restore, with every service stopped; reads `erased` from its input"
    )
    settle.add_argument("--nothing-ran-since", action="store_true", help="let waiting letters go")
    return parser.parse_args(arguments)


def token_grant(order: Namespace) -> Grant:
    """Raises RegionNeeded, PartnerNeeded or OptionOutOfPlace where role and options disagree."""
    if order.role == "coordinator" and not order.region:
        raise RegionNeeded
    if order.role != "coordinator" and order.region:
        raise OptionOutOfPlace(option="--region", role=order.role)
    if order.role == "partner" and not order.partner:
        raise PartnerNeeded
    if order.role != "partner" and order.partner:
        raise OptionOutOfPlace(option="--partner", role=order.role)
    return Grant(
        role=order.role,
        regions=tuple(order.region),
        partner_id=order.partner,
        name=order.label,
    )


def sign_in_grant(order: Namespace) -> Grant:
    return Grant(role="coordinator" if order.region else "admin", regions=tuple(order.region))


def _days(text: str) -> timedelta:
    days = int(text)
    if not 1 <= days <= LONGEST_DAYS:
        raise ValueError(text)
    return timedelta(days=days)
