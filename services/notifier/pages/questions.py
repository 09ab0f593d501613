"""What the one who was written to reads about the question."""

from services.notifier.actions.answer import Question
from services.notifier.domain.quotes import item_of
from services.notifier.letters.quoting import quotation
from services.notifier.pages.choices import asker_of
from shared.locale import Language
from shared.locale.formats import listed


def question_facts(question: Question, language: Language) -> dict[str, object]:
    """`other` is empty until names are shown."""
    introduction = question.introduction
    others = introduction.other_sides(question.partner_id)
    region = question.region
    shown = introduction.names_shown
    return {
        "name": (question.letter and question.letter.recipient_name) or "",
        "asker": asker_of(region),
        "network": region.network_name if region else "",
        "other": listed([side.partner_name for side in others], language) if shown else "",
        "quotes": [
            {
                "text": quotation(item_of(introduction, side)),
                "by": _quoted_by(question, side.partner_id, side.partner_name) if shown else "",
                "language": side.language,
            }
            for side in others
        ],
    }


def _quoted_by(question: Question, partner_id: object, partner_name: str) -> str:
    contact = next((one for one in question.others if one.partner_id == partner_id), None)
    return ", ".join(filter(None, [contact.name if contact else "", partner_name]))
