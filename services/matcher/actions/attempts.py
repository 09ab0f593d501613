"""Matching in a transaction needs what is embedded outside: find out what, embed it, repeat."""

from collections.abc import Awaitable, Callable

from services.matcher.actions.findings import Findings
from services.matcher.actions.matching import Matching
from services.matcher.domain.errors import NotPrepared

MOST_ATTEMPTS = 4


async def until_explained(
    matching: Matching, attempt: Callable[[Findings], Awaitable[None]]
) -> None:
    """Call `attempt` until all it proposes has its evidence.

    Usually twice: the first time tells which pairs there are. Where the world changes under it
    again and again, the last attempt does without.

    Raises:
        NotPrepared: the item itself changed each time; the event comes back later.
    """
    findings = Findings(matching.model)
    for _ in range(MOST_ATTEMPTS - 1):
        try:
            await attempt(findings)
            return
        except NotPrepared:
            for pair, means in findings.missing:
                findings.add(pair, await matching.explain(pair, means=means))
            findings.missing.clear()
    findings.is_last_attempt = True
    await attempt(findings)
