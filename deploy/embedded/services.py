"""The three services, set up for the servers of one data folder."""

import os

from fastapi import FastAPI

from deploy.embedded.servers import EmbeddedServers
from services.matcher.app import create_app as create_matcher
from services.matcher.config import Settings as MatcherSettings
from services.notifier.app import create_app as create_notifier
from services.notifier.config import Settings as NotifierSettings
from services.registry.app import create_app as create_registry
from services.registry.config import Settings as RegistrySettings

SENDER = "ingen-svar@koblingsboks.example"


def create_services(
    servers: EmbeddedServers, *, public_url: str, threshold: float | None = None
) -> dict[str, FastAPI]:
    """Cold until their lifespans run; in the order they are best started in.

    `threshold` is the lowest score that is proposed. Settings from the environment still count
    where nothing is said here.
    """

    def settings(service: str, **own: object) -> dict[str, object]:
        return own | {
            "database_url": servers.database_url(service),
            "broker_url": servers.broker_url(service),
            "secret_key": servers.secret_key(service),
            "public_url": public_url,
        }

    matching = settings("matcher", **({} if threshold is None else {"threshold": threshold}))
    mail = settings("notifier", **({} if mails_to_the_world() else _to_mailbox(servers)))
    return {
        "registry": create_registry(
            RegistrySettings.model_validate(
                settings("registry", on_this_machine=True, mails_to_the_world=mails_to_the_world())
            )
        ),
        "matcher": create_matcher(MatcherSettings.model_validate(matching)),
        "notifier": create_notifier(NotifierSettings.model_validate(mail)),
    }


def mails_to_the_world() -> bool:
    """Whether the environment names a mail server; then no letter goes into the mailbox."""
    return bool(os.environ.get("NOTIFIER_SMTP_HOST"))


def _to_mailbox(servers: EmbeddedServers) -> dict[str, object]:
    mailbox = servers.mailbox
    return {
        "smtp_host": mailbox.host,
        "smtp_port": mailbox.port,
        "smtp_security": "none",
        "smtp_username": mailbox.username,
        "smtp_password": mailbox.password,
        "fallback_sender": SENDER,
        "mailbox_dir": servers.folders.mailbox,
        "mailbox_is_open": True,
    }
