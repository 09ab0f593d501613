"""Write letters: pure functions from facts to subject, text and HTML."""

from services.notifier.letters.introduction import introduction_letter
from services.notifier.letters.letter import AnswerLinks, Item, Letter, Network, Party
from services.notifier.letters.message import AddressUnusable, Mailbox, build_message
from services.notifier.letters.sign_in import sign_in_letter

__all__ = [
    "AddressUnusable",
    "AnswerLinks",
    "Item",
    "Letter",
    "Mailbox",
    "Network",
    "Party",
    "build_message",
    "introduction_letter",
    "sign_in_letter",
]
