import os

import pytest

from deploy.embedded.errors import DataFolderInUse
from deploy.embedded.lock import holder, locked


def test_a_second_start_is_told_who_holds_the_folder(tmp_path):
    with locked(tmp_path), pytest.raises(DataFolderInUse) as refusal, locked(tmp_path):
        pass

    assert f"process {os.getpid()};" in str(refusal.value)
    assert "--data" in str(refusal.value)


def test_the_folder_is_free_after_the_block(tmp_path):
    with locked(tmp_path):
        held_by = holder(tmp_path)

    assert held_by == os.getpid()
    assert holder(tmp_path) is None


def test_nobody_holds_a_folder_never_used(tmp_path):
    assert holder(tmp_path) is None
