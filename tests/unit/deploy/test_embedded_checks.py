import socket

import pytest

from deploy.embedded.checks import check_disk, check_folder, check_port, check_processor
from deploy.embedded.errors import (
    DataFolderClosed,
    DataFolderHoldsOther,
    DiskAlmostFull,
    PortTaken,
    ProcessorTooOld,
)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_taken_port_is_named_with_the_way_out(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as other:
        other.bind((host, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortTaken, match=f"Port {port} .*--port"):
            check_port(port, host=host)


def test_a_free_port_passes():
    check_port(0)


def test_an_old_processor_is_refused(tmp_path):
    facts = tmp_path / "cpuinfo"
    facts.write_text("flags\t\t: fpu sse4_2 avx\n")

    with pytest.raises(ProcessorTooOld, match="AVX2"):
        check_processor(facts)


def test_a_processor_with_avx2_passes(tmp_path):
    facts = tmp_path / "cpuinfo"
    facts.write_text("flags\t\t: fpu sse4_2 avx avx2\n")

    check_processor(facts)


def test_a_full_disk_is_told_with_numbers(tmp_path):
    with pytest.raises(DiskAlmostFull, match="1000000000 MB are needed"):
        check_disk(tmp_path, needed_mb=10**9)


def test_a_missing_folder_is_made_for_us_alone(tmp_path):
    data = tmp_path / "new" / "data"

    check_folder(data)

    assert data.stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "data").write_text("")

    with pytest.raises(DataFolderClosed, match="--data"):
        check_folder(tmp_path / "data")


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(DataFolderHoldsOther, match="--data"):
        check_folder(tmp_path)


def test_a_data_folder_in_use_before_passes(tmp_path):
    (tmp_path / "lock").touch()
    (tmp_path / "postgres").mkdir()

    check_folder(tmp_path)
