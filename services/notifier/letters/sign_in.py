"""The letter that signs somebody in: a link, and a code to type on another device."""

from services.notifier.letters.letter import Letter, Network
from services.notifier.letters.plain_text import first_name, one_line
from services.notifier.letters.rendering import rendered
from shared.locale import Language


def sign_in_letter(
    *, name: str, language: Language, network: Network, link: str, code: str, minutes: int
) -> Letter:
    facts = {
        "name": first_name(name),
        "network": one_line(network.name),
        "host": one_line(network.host_name) or one_line(network.name) or "Koblingsboks",
        "link": link,
        "code": code,
        "minutes": minutes,
    }
    return rendered("sign_in", language=language, facts=facts)
