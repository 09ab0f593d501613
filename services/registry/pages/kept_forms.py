"""Forms that come when nobody is signed in any more: kept, and shown again after signing in."""

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.registry.actions.keeping import forget_form, keep_form, kept_form
from services.registry.storage.database import Database
from shared.access.cookies import Cookies
from shared.access.errors import AccessError, NotSignedIn
from shared.access.limits import network_of
from shared.web.templating import Pages

SIGN_IN = "/sign-in"
NEVER_KEPT = frozenset({"csrf_token"})


class FormKept(Exception):
    """You are signed out. Sign in; your text is kept."""

    def __init__(self, *, secret: str, is_signed_out: bool) -> None:
        super().__init__(self.__doc__)
        self.secret = secret
        self.is_signed_out = is_signed_out


class KeptForms:
    def __init__(self, database: Database, cookies: Cookies) -> None:
        self._database = database
        self._cookies = cookies

    async def keep(self, request: Request, refusal: AccessError) -> Exception:
        """What to raise: the refusal itself where this network has had too much kept."""
        host = request.client.host if request.client else None
        secret = await keep_form(
            self._database,
            path=request.url.path,
            fields=await typed_in(request),
            network=network_of(host),
        )
        if not secret:
            return refusal
        return FormKept(secret=secret, is_signed_out=isinstance(refusal, NotSignedIn))

    async def look(self, request: Request) -> dict[str, str] | None:
        """What this browser typed on this very page before it was signed out."""
        secret = self._cookies.kept_of(request)
        return await kept_form(self._database, secret, path=request.url.path) if secret else None

    async def forget(self, request: Request, answer: Response) -> Response:
        """Once it has arrived after all."""
        if secret := self._cookies.kept_of(request):
            await forget_form(self._database, secret)
            self._cookies.drop(answer, self._cookies.kept)
        return answer


def install_kept_forms(app: FastAPI, *, cookies: Cookies, pages: Pages) -> None:
    async def lead_back(request: Request, error: Exception) -> Response:
        assert isinstance(error, FormKept)
        answer = _answer(request, pages, is_signed_out=error.is_signed_out)
        cookies.keep_form(answer, error.secret)
        return answer

    app.add_exception_handler(FormKept, lead_back)


def _answer(request: Request, pages: Pages, *, is_signed_out: bool) -> Response:
    path = request.url.path
    sign_in = f"{SIGN_IN}?next={quote(path, safe='/')}"
    if "hx-request" in request.headers:
        href = sign_in if is_signed_out else path
        return pages.render(request, "kept_part.html", href=href, is_signed_out=is_signed_out)
    if is_signed_out:
        return RedirectResponse(sign_in, status_code=303)
    return pages.render(request, "kept.html", status=403, href=path)


async def typed_in(request: Request) -> dict[str, str]:
    """All text fields of the form; files are none of ours."""
    form: FormData = await request.form()
    return {
        name: value
        for name, value in form.items()
        if isinstance(value, str) and name not in NEVER_KEPT
    }
