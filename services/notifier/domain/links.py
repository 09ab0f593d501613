"""Links that are the key to what they open: signed, for one purpose, good for a long while."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from services.notifier.domain.errors import LinkExpired, LinkUnknown
from services.notifier.letters import AnswerLinks
from shared.events.introductions import Answer


class Links:
    """Writes and reads the links in letters. `lifetime` is in seconds."""

    def __init__(self, *, public_url: str, secret_key: str, lifetime: float) -> None:
        self.public_url = public_url
        self._lifetime = lifetime
        self._answers = _signer(secret_key, purpose="answer")
        self._preferences = _signer(secret_key, purpose="preferences")

    def letter_links(self, *, introduction_id: UUID, partner_id: UUID) -> AnswerLinks:
        page = self.answer_url(introduction_id=introduction_id, partner_id=partner_id)
        choices: tuple[Answer, ...] = ("yes", "not_now", "known", "wrong_person")
        return AnswerLinks(
            **{choice: f"{page}?s={choice}" for choice in choices},
        )

    def answer_url(self, *, introduction_id: UUID, partner_id: UUID) -> str:
        token = self._answers.dumps([introduction_id.hex, partner_id.hex])
        return f"{self.public_url}/mail/answer/{_text(token)}"

    def preferences_url(self, address_hash: bytes) -> str:
        token = self._preferences.dumps(address_hash.hex())
        return f"{self.public_url}/mail/preferences/{_text(token)}"

    def read_answer(self, token: str) -> tuple[UUID, UUID]:
        """Introduction and partner.

        Raises:
            LinkUnknown: not signed by us for this purpose.
            LinkExpired: signed too long ago.
        """
        introduction_id, partner_id = _read(self._answers, token, max_age=self._lifetime)
        return UUID(introduction_id), UUID(partner_id)

    def read_preferences(self, token: str) -> bytes:
        """The hash of the address. To want no more mail is a right that does not expire.

        Raises:
            LinkUnknown: not signed by us for this purpose.
        """
        return bytes.fromhex(_read(self._preferences, token, max_age=None))


def _signer(secret_key: str, *, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        secret_key,
        salt=f"koblingsboks {purpose}",
        signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
    )


def _read(signer: URLSafeTimedSerializer, token: str, *, max_age: float | None) -> Any:
    try:
        return signer.loads(token, max_age=int(max_age) if max_age else None)
    except SignatureExpired as error:
        raise LinkExpired from error
    except BadSignature as error:
        raise LinkUnknown from error


def _text(token: str | bytes) -> str:
    return token if isinstance(token, str) else token.decode()
