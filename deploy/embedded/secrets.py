"""Passwords and keys of one data folder, made once and known to nobody else."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.errors import SecretsLost
from deploy.provision.services import SERVICES

KEYS = tuple(f"{service}_secret_key" for service in SERVICES)
# Told to the broker at every start: one that an earlier version did not know is made then.
BROKER_PASSWORDS = (
    "broker_password",
    *(f"{service}_broker_password" for service in SERVICES),
)
NAMES = (
    "admin_database_password",
    *(f"{service}_database_password" for service in SERVICES),
    *KEYS,
    *BROKER_PASSWORDS,
    "mailbox_password",
)


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    values: dict[str, str]

    @property
    def admin_database_password(self) -> str:
        return self.values["admin_database_password"]

    @property
    def admin_broker_password(self) -> str:
        return self.values["broker_password"]

    @property
    def mailbox_password(self) -> str:
        return self.values["mailbox_password"]

    def database_password(self, service: str) -> str:
        return self.values[f"{service}_database_password"]

    def database_passwords(self) -> dict[str, str]:
        return {service: self.database_password(service) for service in SERVICES}

    def broker_password(self, service: str) -> str:
        return self.values[f"{service}_broker_password"]

    def broker_passwords(self) -> dict[str, str]:
        return {service: self.broker_password(service) for service in SERVICES}

    def keys(self) -> dict[str, str]:
        return {name: self.values[name] for name in KEYS}

    def secret_key(self, service: str) -> str:
        """The key a service signs its links with."""
        return self.values[f"{service}_secret_key"]


def read_secrets(data: Path) -> Secrets:
    return _chosen(data, _read(data))


def ensure_secrets(data: Path) -> Secrets:
    """Read them, or make them where there is no database yet that would need the old ones."""
    if not ((data / "secrets.json").exists() or (data / "postgres").exists()):
        return _make(data, {})
    values = _read(data)
    if set(BROKER_PASSWORDS) <= values.keys():
        return _chosen(data, values)
    _chosen(data, dict.fromkeys(BROKER_PASSWORDS, "") | values)
    return _make(data, values)


def take_keys(data: Path, keys: Mapping[str, str]) -> None:
    """New passwords for a new folder, and the keys of an earlier one: its letters' links open."""
    _make(data, {name: keys[name] for name in KEYS if name in keys})


def _read(data: Path) -> dict[str, str]:
    file = data / "secrets.json"
    try:
        return {name: str(value) for name, value in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError) as error:
        raise SecretsLost(file=file) from error


def _chosen(data: Path, values: Mapping[str, str]) -> Secrets:
    """Raises SecretsLost where one is missing."""
    try:
        return Secrets({name: values[name] for name in NAMES})
    except KeyError as error:
        raise SecretsLost(file=data / "secrets.json") from error


def _make(data: Path, given: Mapping[str, str]) -> Secrets:
    made = Secrets({name: given.get(name) or secrets.token_urlsafe(32) for name in NAMES})
    _write(data / "secrets.json", json.dumps(made.values, indent=2))
    return made


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(file)
