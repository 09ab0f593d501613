"""All of docker-compose.yml, from an empty machine to two letters. Only with --containers, and on
the images that deploy/docker/offline/build_bases.sh and deploy/docker/build_images.sh make."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import AsyncClient

from tests.e2e.compose import Composed, composed, network
from tests.e2e.story import PROVIDER, SEEKER


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def project(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Composed]:
    folder: Path = tmp_path_factory.mktemp("compose")
    async with composed(folder) as running:
        yield running


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_need_becomes_two_letters(project):
    async with network(project) as people:
        await people.publish_offer()
        need = await people.publish_need()

        await people.approve(await people.suggestion_for(need))

        await people.letters_in("sent")
        letters = {letter["X-RcptTo"]: letter for letter in await project.letters()}
        assert sorted(letters) == sorted([PROVIDER, SEEKER])
        assert letters[SEEKER]["Content-Language"] == "nn"
        assert project.url in letters[SEEKER].get_body(("plain",)).get_content()


async def test_what_was_kept_is_there_after_all_containers_are_made_anew(project):
    async with network(project) as people:
        before = await people.letter_states()

    await project.run("down")
    await project.run("up", "--detach")

    async with network(project) as people:
        assert before
        assert await people.letter_states() == before
        assert len(await project.letters()) == len(before)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/", 200, id="the registry's front page"),
        pytest.param("/api/suggestions", 401, id="the matcher's suggestions"),
        pytest.param("/api/introductions", 401, id="the notifier's API"),
        pytest.param("/metrics", 404, id="no figures for strangers"),
    ],
)
async def test_the_proxy_leads_to(project, path, status):
    async with AsyncClient(base_url=project.url) as stranger:
        answer = await stranger.get(path)

    assert answer.status_code == status


async def test_services_run_as_nobody_special_and_cannot_write_to_their_image(project):
    told = await project.run(
        "exec", "-T", "matcher", "sh", "-c", "id -u; touch /app/x 2>/dev/null || echo refused"
    )

    assert told.split() == ["10001", "refused"]


async def test_a_token_for_an_unknown_region_is_refused_with_the_known_ones(project):
    with pytest.raises(AssertionError, match=r"There is no region 'narnia'; use one of .*ostfold"):
        await project.token("--role", "coordinator", "--region", "narnia")
