"""The board of introductions and the overview, from what the notifier told."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest_asyncio
from openpyxl import load_workbook

from shared.events.introductions import (
    IntroductionAnswered,
    IntroductionData,
    IntroductionOutcome,
    IntroductionSent,
    Outcome,
    PartnerAnswer,
)
from tests.connected.matcher_harness import Matcher, a_matcher
from tests.connected.matcher_service import MatcherService, running_matcher
from tests.servers import FreshServers

BOARD = "/coordinator/follow-up"
OVERVIEW = "/coordinator/overview"
NOW = datetime.now(UTC)


class Network:
    """Partners whose introductions are told to the matcher as the notifier tells them."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    async def pair(self, title: str, seeker: str, provider: str, **region: str) -> IntroductionData:
        one = await self._matcher.partner(seeker, latitude=59.2, longitude=10.9, **region)
        other = await self._matcher.partner(
            provider, kind="public", latitude=59.5, longitude=11.3, **region
        )
        need = await self._matcher.publish("need", title, by=one, title=title, **region)
        offer = await self._matcher.publish("offer", "Helt annet.", by=other, **region)
        return IntroductionData(
            suggestion_id=uuid4(),
            seeker_partner_id=one,
            provider_partner_id=other,
            seeker_item_id=need.subject,
            provider_item_id=offer.subject,
            state="sent",
            sent_at=NOW,
        )

    async def tell(self, event: type, data: IntroductionData, *, region: str = "ostfold", **given):
        told = data.model_copy(update=given)
        known = {"subject": told.suggestion_id, "region": region, "version": 1, "data": told}
        await self._matcher.tell(event(**known))


@pytest_asyncio.fixture
async def service(fresh: FreshServers) -> AsyncIterator[MatcherService]:
    async with running_matcher(fresh) as running:
        yield running


@pytest_asyncio.fixture
async def network(fresh: FreshServers) -> AsyncIterator[Network]:
    async with a_matcher(fresh) as matcher:
        yield Network(matcher)


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def yes(partner: UUID, *, days: int) -> PartnerAnswer:
    return PartnerAnswer(partner_id=partner, answer="yes", answered_at=days_ago(days))


async def page_of(service: MatcherService, path: str) -> str:
    answer = await service.browser.get(path)
    assert answer.status_code == 200, answer.text[:2000]
    return answer.text


async def test_what_stands_still_is_first_and_can_be_reminded(service, network):
    still = await network.pair("Varme til svømmehallen", "Havnestad kommune", "Steinvåg Meieri")
    fresh = await network.pair("Brødrester til fôr", "Larvegården", "Fylket")
    await network.tell(IntroductionSent, fresh)
    await network.tell(
        IntroductionAnswered,
        still,
        state="one_answered",
        sent_at=days_ago(20),
        answers=(yes(still.provider_partner_id, days=16),),
    )

    page = await page_of(service, BOARD)

    assert "1 av 2 introduksjoner står stille" in page
    assert "Steinvåg Meieri sa ja" in page
    assert "Påminn Havnestad kommune" in page
    assert f'action="/mail/introductions/{still.suggestion_id}/remind"' in page
    assert f'action="/mail/introductions/{fresh.suggestion_id}/remind"' not in page


async def test_another_regions_introductions_are_not_there(service, network):
    theirs = await network.pair("Snøsmelting", "Troms By", "Nordlys Varme", region="troms")
    await network.tell(IntroductionSent, theirs, region="troms")

    assert "Snøsmelting" not in await page_of(service, BOARD)
    assert "Nordlys Varme" not in await page_of(service, f"{OVERVIEW}?region=troms")


async def test_old_news_takes_nothing_back(service, network):
    pair = await network.pair("Slam til biogass", "Fjærvik", "Elvemo")
    reported = Outcome(result="working", co2e_tonnes=210, certainty="estimated", reported_at=NOW)
    later = pair.model_copy(update={"state": "working", "outcome": reported})
    await network._matcher.tell(
        IntroductionOutcome(subject=pair.suggestion_id, region="ostfold", version=5, data=later)
    )
    await network.tell(IntroductionSent, pair)

    assert "210 tonn CO₂e i året, anslått" in await page_of(service, BOARD)


async def test_the_overview_counts_what_was_reported(service, network):
    pair = await network.pair("Slam til biogass", "Fjærvik Settefisk", "Elvemo Biogass")
    await network.tell(
        IntroductionOutcome,
        pair,
        state="working",
        outcome=Outcome(
            result="contract", co2e_tonnes=96.5, certainty="confirmed", reported_at=NOW
        ),
    )

    page = await page_of(service, OVERVIEW)

    assert "96,5 tonn" in page
    assert "Fjærvik Settefisk og Elvemo Biogass" in page
    assert page.count('class="node') >= 2 + 2 + 8  # network, map, and both keys
    assert f"Østfold i {NOW.year}" in page or f"ostfold i {NOW.year}" in page


async def test_an_empty_network_is_told_in_words(service):
    page = await page_of(service, OVERVIEW)

    assert "Ingen er koblet i denne perioden." in page
    assert "Ingen introduksjoner står stille." in await page_of(service, BOARD)


async def test_pictures_and_their_tables_can_be_taken_along(service, network):
    pair = await network.pair("Varme", '=HYPERLINK("http://evil.example")', "Elvemo")
    await network.tell(IntroductionSent, pair)

    for picture in ("network", "months", "reasons", "cuts", "map"):
        table = await service.browser.get(f"{OVERVIEW}/{picture}.csv")
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows[0]) >= 2
        assert not any(cell.startswith("=") for row in rows for cell in row)
        book = await service.browser.get(f"{OVERVIEW}/{picture}.xlsx")
        sheet = load_workbook(io.BytesIO(book.content)).active
        assert [cell.value for cell in sheet[1]] == rows[0]
    for picture in ("network", "months", "map"):
        image = await service.browser.get(f"{OVERVIEW}/{picture}.png")
        assert image.headers["content-type"] == "image/png"
        assert image.content.startswith(b"\x89PNG")


async def test_the_board_can_be_taken_along(service, network):
    pair = await network.pair("Varme", "Lauvdal Gartneri", "Elvemo")
    await network.tell(IntroductionSent, pair, sent_at=days_ago(12))

    table = await service.browser.get(f"{BOARD}/introductions.csv")

    heading, row = csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";")
    assert row[:4] == ["Varme", "Lauvdal Gartneri", "Elvemo", "Sendt"]
    assert row[heading.index("Dager uten bevegelse")] == "12"
