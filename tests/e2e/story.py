"""The main job as three people live it: a need and an offer, a yes, two letters."""

from dataclasses import dataclass
from typing import Any

from httpx import AsyncClient, Response

from tests.waiting import until

SEEKER = "tormod@lauvdal-gartneri.example"
PROVIDER = "ase@steinvaag-meieri.example"
NURSERY = {
    "name": "Lauvdal Gartneri",
    "kind": "business",
    "place": "Fredrikstad",
    "region": "ostfold",
    "description": "Vi dyrkar tomatar og urter i veksthus heile året.",
    "language": "nn",
    "contacts": [{"name": "Tormod Bakkehaug", "email": SEEKER, "language": "nn"}],
}
DAIRY = {
    "name": "Steinvåg Meieri",
    "kind": "business",
    "place": "Sarpsborg",
    "region": "ostfold",
    "description": "Vi lager yoghurt og ost av melk fra gårder i nærheten.",
    "language": "nb",
    "contacts": [{"name": "Åse Lindvåg", "email": PROVIDER, "language": "nb"}],
}
NEED = {
    "kind": "need",
    "title": "Varme til veksthus",
    "text": "Vi treng spillvarme på 30–45 grader til oppvarming av veksthuset om vinteren.",
}
OFFER = {
    "kind": "offer",
    "title": "Spillvarme fra kjøleanlegg",
    "text": "Vi har spillvarme på 38 grader til overs hele året, nok til å varme opp et veksthus.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The three services as an admin calls them; behind a proxy all are one client."""

    registry: AsyncClient
    matcher: AsyncClient
    notifier: AsyncClient

    async def publish_offer(self) -> None:
        await self._publish(DAIRY, OFFER)

    async def publish_need(self) -> str:
        """The need's id."""
        return await self._publish(NURSERY, NEED)

    async def suggestion_for(self, need_id: str) -> dict[str, Any]:
        """The pair of the need and the offer, as soon as it is suggested."""
        found = await until(lambda: self._suggestions(need_id), seconds=60)
        assert [one["provider"]["partner"]["name"] for one in found] == [DAIRY["name"]]
        return found[0]

    async def approve(self, suggestion: dict[str, Any]) -> None:
        path = f"/api/suggestions/{suggestion['id']}/approve"
        answered(await self.matcher.post(path, json={"note": "Begge kan våren 2027."}))

    async def letter_states(self) -> dict[str, str]:
        """By recipient, of the only introduction there is."""
        page = answered(await self.notifier.get("/api/introductions", params={"region": "ostfold"}))
        return {
            letter["to"]: letter["state"]
            for introduction in page["items"]
            for letter in introduction["letters"]
        }

    async def letters_in(self, state: str) -> None:
        """Wait until both letters are in `state`."""
        wanted = {SEEKER: state, PROVIDER: state}
        await until(self.letter_states, lambda seen: seen == wanted, seconds=60)

    async def _publish(self, partner: dict[str, Any], listing: dict[str, Any]) -> str:
        owner = answered(await self.registry.post("/api/partners", json=partner))
        path = f"/api/partners/{owner['id']}/listings"
        return str(answered(await self.registry.post(path, json=listing))["id"])

    async def _suggestions(self, need_id: str) -> list[dict[str, Any]]:
        wanted = {"region": "ostfold", "listing": need_id}
        page = answered(await self.matcher.get("/api/suggestions", params=wanted))
        items: list[dict[str, Any]] = page["items"]
        return items


def answered(answer: Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    body: dict[str, Any] = answer.json()
    return body
