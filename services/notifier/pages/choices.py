"""The four answers, and in whose name and language they are asked for."""

from typing import get_args

from starlette.requests import Request

from services.notifier.actions.answer import Question
from services.notifier.domain.address_book import Region
from shared.events.introductions import Answer
from shared.locale import Language
from shared.web.language import COOKIE, language_of
from shared.web.masthead import Masthead

CHOICES: tuple[Answer, ...] = get_args(Answer)


def page_language(request: Request, question: Question) -> Language:
    """The letter's language, until the reader has chosen another one."""
    letter = question.letter
    if COOKIE in request.cookies or letter is None or letter.language is None:
        return language_of(request)
    return letter.language


def question_masthead(question: Question) -> Masthead:
    region = question.region
    if region is None:
        return Masthead()
    return Masthead(network_name=region.network_name, host_name=region.host)


def asker_of(region: Region | None) -> str:
    """Who asks, in the name of a region."""
    return (region.coordinator_name or region.network_name) if region else ""
