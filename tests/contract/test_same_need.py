"""A need is answered the same, whichever language it is told in."""

from pathlib import Path
from statistics import mean

from deploy.evaluation.same_need import overlaps
from services.matcher.embedding.choose import choose_encoder

NETWORKS = Path(__file__).parents[2] / "data/networks"
TOLD = ("agder", "innlandet", "rogaland", "troms")


async def test_tellings_of_one_need_share_most_of_their_first_five():
    encoder = choose_encoder()
    await encoder.open()

    shared = [one for name in TOLD for one in (await overlaps(NETWORKS / name, encoder)).values()]

    assert len(shared) >= 60
    assert mean(shared) >= 0.7
