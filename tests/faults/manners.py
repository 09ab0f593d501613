"""How a mail server can behave: everything that was seen to go wrong between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Step = Literal["CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "body", "dot"]
Tls = Literal["offered", "stripped", "bad certificate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Of one conversation. Times are seconds; `drop` hangs up instead of the reply."""

    replies: Mapping[Step, str] = field(default_factory=dict)
    pauses: Mapping[Step, float] = field(default_factory=dict)
    drop: Step | None = None
    drop_after: Step | None = None
    tls: Tls = "offered"
    most_connections: int = 0  #: 0 for any number


#: Longer than the notifier waits in these tests, for a command and for the reply to the dot.
TOO_LONG = 3.5
GROWLS: dict[str, Manners] = {
    "refuse": Manners(drop="CONNECT"),
    "tarpit": Manners(pauses=dict.fromkeys(("EHLO", "MAIL", "RCPT"), 0.4)),
    "banner delay": Manners(pauses={"CONNECT": TOO_LONG}),
    "banner 421": Manners(replies={"CONNECT": "421 4.3.2 Closing"}),
    "banner 554": Manners(replies={"CONNECT": "554 5.7.1 No"}),
    "421 to MAIL": Manners(replies={"MAIL": "421 4.3.2 Shutting down"}, drop_after="MAIL"),
    "450 to RCPT": Manners(replies={"RCPT": "450 4.2.0 Greylisted"}),
    "451 to the dot": Manners(replies={"dot": "451 4.3.0 Try again"}),
    "452 to RCPT": Manners(replies={"RCPT": "452 4.2.2 Mailbox full"}),
    "550 to RCPT": Manners(replies={"RCPT": "550 5.1.1 Nobody here"}),
    "552 to the dot": Manners(replies={"dot": "552 5.2.2 Too large"}),
    "554 to the dot": Manners(replies={"dot": "554 5.6.0 Not wanted"}),
    "421 to DATA": Manners(replies={"DATA": "421 4.3.2 Shutting down"}, drop_after="DATA"),
    "drop at MAIL": Manners(drop="MAIL"),
    "drop at DATA": Manners(drop="DATA"),
    "drop in the letter": Manners(drop="body"),
    "drop after the dot": Manners(drop="dot"),
    "slow 250": Manners(pauses={"dot": 0.8}),
    "250 too late": Manners(pauses={"dot": TOO_LONG}),
    "250 and gone": Manners(drop_after="dot"),
    "nonsense to the dot": Manners(replies={"dot": "299 ?"}),
    "STARTTLS stripped": Manners(tls="stripped"),
    "bad certificate": Manners(tls="bad certificate"),
    "AUTH fails": Manners(replies={"AUTH": "535 5.7.8 Wrong password"}),
    "connection limit": Manners(most_connections=1),
}
#: After these a letter may end as refused for good, and after those nobody knows.
REFUSING = {"550 to RCPT", "552 to the dot", "554 to the dot"}
BLINDING = {
    "drop at DATA",
    "drop in the letter",
    "drop after the dot",
    "250 too late",
    "nonsense to the dot",
}
