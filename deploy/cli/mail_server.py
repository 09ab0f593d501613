"""The mail server letters are handed to: whether it is there, and what it offers."""

import ssl

from aiosmtplib.errors import SMTPException

from deploy.cli.checkup import Finding
from services.notifier.mail.connections import SmtpConnections, SmtpServer

OFFERS = {"dsn": "reports on delivery", "smtputf8": "addresses in every alphabet", "size": "size"}


async def server_finding(server: SmtpServer) -> Finding:
    what = f"Mail server {server.host}:{server.port}"
    connections = SmtpConnections(server)
    try:
        client = await connections.take()
    except (SMTPException, OSError, ssl.SSLError) as error:
        return Finding(what, f"no letter can leave: {error}", "bad")
    offers = [said for name, said in OFFERS.items() if client.supports_extension(name)]
    could_encrypt = client.supports_extension("starttls") and server.security == "none"
    connections.keep(client)
    await connections.close()
    security = {
        "none": "without encryption",
        "starttls": "encrypted by STARTTLS, certificate good",
        "tls": "encrypted, certificate good",
    }[server.security]
    if could_encrypt:
        security += ", though it offers STARTTLS (NOTIFIER_SMTP_SECURITY=starttls)"
    is_fine = server.security != "none" or server.host in {"127.0.0.1", "localhost", "::1"}
    how = f"answers, {security}; offers {', '.join(offers) or 'nothing more'}"
    return Finding(what, how, "good" if is_fine else "note")
