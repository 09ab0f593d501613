"""What people do in one round, drawn by a seed: pairs of partners who each live their story."""

import asyncio
import random
import re
import string
import time
from typing import Any
from uuid import UUID

from tests.faults.caller import LOOK_SECONDS, PATIENCE_SECONDS, Caller, NoAnswer
from tests.faults.told import Listing, Pair, Partner, Told
from tests.faults.world import World

ANSWER_LINK = re.compile(r"/mail/answer/[\w.~-]+")
LETTER_SECONDS = 4.0


class Story:
    """One pair: two partners, a need, an offer, and what becomes of them."""

    def __init__(self, world: World, caller: Caller, told: Told, seed: str) -> None:
        self._world = world
        self._caller = caller
        self._told = told
        self._drawn = random.Random(seed)

    async def live(self) -> None:
        pair = await self.begin()
        if self._drawn.random() < 0.4:
            await self.change(self._drawn.choice([pair.need, pair.offer]))
        if self._drawn.random() < 0.3:
            await self.change_partner(self._drawn.choice(pair.partners))
        fate = self._drawn.choices(
            ["approve", "reject", "withdraw", "erase", "wait"], [60, 8, 10, 10, 12]
        )[0]
        if fate in ("approve", "reject"):
            await self.decide(pair, fate)
        if fate == "withdraw":
            await self.withdraw(self._drawn.choice([pair.need, pair.offer]))
        if fate == "erase":
            await self.erase(self._drawn.choice(pair.partners))
        if pair.decision == "approved":
            await self._go_on(pair)

    async def _go_on(self, pair: Pair) -> None:
        then = self._drawn.choices(["rest", "answer", "erase", "withdraw"], [50, 25, 15, 10])[0]
        if then == "answer":
            await self.answer(pair, self._drawn.choice(pair.partners))
        if then == "erase":
            await self.erase(self._drawn.choice(pair.partners))
        if then == "withdraw":
            await self.withdraw(pair.offer)

    async def begin(self) -> Pair:
        theme = "tema" + self.word(8)
        kinds = ["need", "offer"]
        self._drawn.shuffle(kinds)
        made = {}
        for kind in kinds:
            made[kind] = await self.publish(await self.register(), kind, theme)
        pair = Pair(need=made["need"], offer=made["offer"])
        self._told.pairs.append(pair)
        return pair

    async def unsubscribe(self, link: str) -> None:
        answer = await self._caller.call("notifier", "POST", link)
        if not answer.is_success:
            raise NoAnswer(f"unsubscribing: {answer.status_code} {answer.text[:300]}")

    def word(self, length: int = 12) -> str:
        return "".join(self._drawn.choices(string.ascii_lowercase, k=length))

    async def register(self) -> Partner:
        name, about, person = (self.word() for _ in range(3))
        address = f"{self.word()}@{self.word()}.example"
        record = self._record(name=name, about=about, person=person, address=address)
        made = await self._caller.made("registry", "POST", "/api/partners", record)
        partner = Partner(
            id=UUID(made["id"]),
            name=name,
            description=about,
            email=address,
            canaries=[name, about, person, address],
        )
        self._told.partners.append(partner)
        return partner

    async def publish(self, partner: Partner, kind: str, theme: str) -> Listing:
        title, text = self.word(), self.word()
        record = {"kind": kind, "title": title, "text": f"{theme} {text}", "language": "nb"}
        path = f"/api/partners/{partner.id}/listings"
        partner.canaries += [title, text]
        made = await self._caller.made("registry", "POST", path, record)
        listing = Listing(id=UUID(made["id"]), partner=partner, kind=kind, theme=theme, title=title)
        self._told.listings.append(listing)
        return listing

    async def change(self, listing: Listing) -> None:
        title, text = self.word(), self.word()
        record = {"kind": listing.kind, "title": title, "language": "nb"}
        record["text"] = f"{listing.theme} {text}"
        listing.partner.canaries += [title, text]
        await self._caller.made("registry", "PUT", f"/api/listings/{listing.id}", record)
        listing.title, listing.open = title, True

    async def change_partner(self, partner: Partner) -> None:
        about, person = self.word(), self.word()
        record = self._record(name=partner.name, about=about, person=person, address=partner.email)
        partner.canaries += [about, person]
        await self._caller.made("registry", "PUT", f"/api/partners/{partner.id}", record)
        partner.description = about

    async def withdraw(self, listing: Listing) -> None:
        await self._caller.made("registry", "DELETE", f"/api/listings/{listing.id}")
        listing.open = False

    async def erase(self, partner: Partner) -> None:
        answer = await self._caller.call("registry", "DELETE", f"/api/partners/{partner.id}")
        if answer.status_code not in (204, 404):
            raise NoAnswer(f"erasing: {answer.status_code} {answer.text[:300]}")
        partner.erased = True
        for listing in self._told.listings:
            if listing.partner is partner:
                listing.open = False

    async def decide(self, pair: Pair, fate: str) -> None:
        """As soon as it is suggested."""
        suggestion = await self._suggestion(pair)
        body = {"reason": "other"} if fate == "reject" else {"note": ""}
        path = f"/api/suggestions/{suggestion}/{fate}"
        await self._caller.made("matcher", "POST", path, body)
        pair.suggestion = suggestion
        pair.decision = "rejected" if fate == "reject" else "approved"

    async def answer(self, pair: Pair, partner: Partner) -> None:
        """By the link in the letter, if one comes."""
        link = await self._link(partner)
        if link is None:
            return
        answer = await self._caller.call(
            "notifier", "POST", link, params={}, data={"answer": "yes", "note": ""}
        )
        if answer.is_success:
            pair.answered.add(partner.id)

    async def _link(self, partner: Partner) -> str | None:
        deadline = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < deadline:
            for letter in self._world.sink.kept:
                if letter.recipient == partner.email:
                    body = letter.message.get_body(("plain",))
                    found = ANSWER_LINK.search(str(body.get_content()) if body else "")
                    return found[0] if found else None
            await asyncio.sleep(LOOK_SECONDS)
        return None

    async def _suggestion(self, pair: Pair) -> UUID:
        deadline = time.monotonic() + PATIENCE_SECONDS
        query = {"region": self._told.region, "listing": str(pair.need.id)}
        while time.monotonic() < deadline:
            answer = await self._caller.call("matcher", "GET", "/api/suggestions", params=query)
            items = answer.json().get("items", [])
            if items:
                return UUID(items[0]["id"])
            await asyncio.sleep(LOOK_SECONDS)
        raise NoAnswer(f"need {pair.need.id} was never suggested to offer {pair.offer.id}")

    def _record(self, *, name: str, about: str, person: str, address: str) -> dict[str, Any]:
        return {
            "name": name,
            "kind": "business",
            "region": self._told.region,
            "description": about,
            "language": "nb",
            "contacts": [{"name": person, "email": address, "language": "nb"}],
        }


async def add_region(caller: Caller, told: Told) -> None:
    """A round has a region of its own, so nothing of another round can be suggested in it."""
    record = {
        "slug": told.region,
        "name": told.region,
        "network_name": f"Klimapartnere {told.region}",
        "host": "Fylket",
        "sender_address": f"post@{told.region}.example",
    }
    await caller.made("registry", "POST", "/api/regions", record)
