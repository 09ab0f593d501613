"""Storage is tested as the system itself sees it; whose rows others see is in test_regions."""

from collections.abc import Iterator

import pytest

from shared.storage.scope import everywhere


@pytest.fixture(autouse=True)
def serving_everybody() -> Iterator[None]:
    with everywhere():
        yield
