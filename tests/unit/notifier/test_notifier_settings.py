"""What the notifier calls itself to mail servers."""

import pytest

from services.notifier.config import Settings


@pytest.mark.parametrize(
    ("public_url", "greeting"),
    [
        ("https://koblingsboks.example", "koblingsboks.example"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_bare_addresses_are_bracketed(public_url, greeting):
    settings = Settings(
        database_url="postgresql://x",
        broker_url="redis://x",
        secret_key="k" * 32,
        public_url=public_url,
        smtp_host="mail.example",
        fallback_sender="post@x.example",
        _env_file=None,
    )

    assert settings.greeting == greeting
