"""Write letters: pure functions from facts to subject, text and HTML.

`compose` writes any kind in `facts`. The words are in `templates/`, one file a kind and a
language; what they are put together from, as text and as HTML, in `templates/parts.*`. The HTML
is compiled from `design/letter.mjml` by `compiling`.
"""

from services.notifier.letters.composing import Pages, compose, draft_words
from services.notifier.letters.letter import (
    AnswerLinks,
    Item,
    Letter,
    Network,
    Pair,
    Party,
    Reader,
)
from services.notifier.letters.message import AddressUnusable, Mailbox, build_message
from services.notifier.letters.sign_in import sign_in_letter

__all__ = [
    "AddressUnusable",
    "AnswerLinks",
    "Item",
    "Letter",
    "Mailbox",
    "Network",
    "Pages",
    "Pair",
    "Party",
    "Reader",
    "build_message",
    "compose",
    "draft_words",
    "sign_in_letter",
]
