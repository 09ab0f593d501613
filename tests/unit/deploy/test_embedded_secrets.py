import json
import stat

import pytest

from deploy.embedded.errors import SecretsLost
from deploy.embedded.secrets import ensure_secrets, read_secrets
from deploy.provision import SERVICES


def test_secrets_are_made_once(tmp_path):
    made = ensure_secrets(tmp_path)

    assert ensure_secrets(tmp_path) == read_secrets(tmp_path) == made


def test_only_the_owner_may_read_them(tmp_path):
    ensure_secrets(tmp_path)

    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_no_two_secrets_are_alike(tmp_path):
    values = list(ensure_secrets(tmp_path).values.values())

    assert len(set(values)) == len(values)
    assert all(len(value) >= 40 for value in values)


def test_every_service_has_its_own_password_and_key(tmp_path):
    secrets = ensure_secrets(tmp_path)

    assert set(secrets.database_passwords()) == set(SERVICES)
    assert len({secrets.secret_key(service) for service in SERVICES}) == len(SERVICES)


def test_secrets_do_not_show_in_a_traceback(tmp_path):
    secrets = ensure_secrets(tmp_path)

    assert secrets.admin_broker_password not in repr(secrets)


def test_a_folder_of_before_gets_the_passwords_of_the_services_on_the_broker(tmp_path):
    before = ensure_secrets(tmp_path).values
    old = {name: value for name, value in before.items() if "_broker_" not in name}
    (tmp_path / "secrets.json").write_text(json.dumps(old))
    (tmp_path / "postgres").mkdir()

    secrets = ensure_secrets(tmp_path)

    assert read_secrets(tmp_path) == secrets
    assert set(secrets.broker_passwords()) == set(SERVICES)
    assert secrets.values.items() >= old.items()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="missing beside a database"),
        pytest.param("", id="empty"),
        pytest.param("[]", id="not a mapping"),
        pytest.param('{"broker_password": "x"}', id="half of them"),
    ],
)
def test_lost_secrets_are_never_replaced(tmp_path, content):
    (tmp_path / "postgres").mkdir()
    if content is not None:
        (tmp_path / "secrets.json").write_text(content)

    with pytest.raises(SecretsLost, match="backup"):
        ensure_secrets(tmp_path)
