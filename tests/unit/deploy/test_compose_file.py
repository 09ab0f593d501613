"""docker-compose.yml, .env.example and the services' settings agree."""

import re
import subprocess
from pathlib import Path

import pytest

from services.matcher.config import Settings as MatcherSettings
from services.notifier.config import Settings as NotifierSettings
from services.registry.config import Settings as RegistrySettings
from shared.settings import ServiceSettings

ROOT = Path(__file__).parents[3]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
SETTINGS = (RegistrySettings, MatcherSettings, NotifierSettings)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: settings.__module__)
def test_compose_gives_every_setting_that_has_no_default(settings: type[ServiceSettings]):
    prefix = settings.model_config["env_prefix"]
    needed = {
        f"{prefix}{name.upper()}"
        for name, field in settings.model_fields.items()
        if field.is_required()
    }

    given = set(re.findall(r"^ +([A-Z_]+):", COMPOSE, re.MULTILINE))

    assert needed <= given


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: settings.__module__)
def test_compose_gives_no_setting_that_the_service_does_not_know(settings):
    prefix = settings.model_config["env_prefix"]
    known = {f"{prefix}{name.upper()}" for name in settings.model_fields}

    given = set(re.findall(rf"^ +({prefix}[A-Z_]+):", COMPOSE, re.MULTILINE))

    # Passwords reach a service within its addresses.
    assert given - {f"{prefix}DATABASE_PASSWORD", f"{prefix}BROKER_PASSWORD"} <= known


def test_the_example_names_every_variable_but_those_of_image_names():
    used = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) - {"IMAGE_PREFIX", "IMAGE_TAG"}

    named = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))

    assert used <= named


def test_every_secret_is_written_anew_and_for_the_owner_only(tmp_path):
    needed = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))

    values = dict(line.split("=", 1) for line in written(tmp_path) if re.match(r"[A-Z]", line))

    assert all(re.fullmatch(r"[0-9a-f]{64}", values[name]) for name in needed)
    assert len({values[name] for name in needed}) == len(needed)
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600


def test_secrets_that_are_there_are_left_alone(tmp_path):
    before = written(tmp_path)

    again = subprocess.run(command(tmp_path), check=False, capture_output=True, text=True)

    assert again.returncode == 1
    assert "left as it is" in again.stderr
    assert (tmp_path / "env").read_text().splitlines() == before


def written(folder: Path) -> list[str]:
    subprocess.run(command(folder), check=True, capture_output=True)
    return (folder / "env").read_text().splitlines()


def command(folder: Path) -> list[str]:
    return ["sh", str(ROOT / "deploy/docker/write_env.sh"), str(folder / "env")]
