"""Mail as servers and people send it back."""

from email.message import EmailMessage
from email.policy import SMTP

REPORT = """\
Return-Path: <>\r
From: MAILER-DAEMON@relay.example\r
To: {to}\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r
\r
--b1\r
Content-Type: text/plain\r
\r
I'm sorry to have to inform you that your message could not be delivered.\r
--b1\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; relay.example\r
Arrival-Date: Fri, 27 Nov 2026 09:00:00 +0000\r
\r
Final-Recipient: rfc822; ase@steinvaag-meieri.example\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; {diagnostic}\r
\r
--b1\r
Content-Type: text/rfc822-headers\r
\r
Return-Path: <{original}>\r
Subject: Varme\r
\r
--b1--\r
"""

COMPLAINT = """\
From: feedback@provider.example\r
To: {to}\r
Subject: FW: Varme\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"\r
\r
--b1\r
Content-Type: text/plain\r
\r
This is an email abuse report.\r
--b1\r
Content-Type: message/feedback-report\r
\r
Feedback-Type: abuse\r
User-Agent: SomeGenerator/1.0\r
Version: 1\r
\r
--b1\r
Content-Type: message/rfc822\r
\r
From: ingrid@ostfold.example\r
List-Unsubscribe: <https://kb.example/x>,<mailto:{original}?subject=unsubscribe>\r
Subject: Varme\r
\r
Hei\r
--b1--\r
"""


def a_report(
    *,
    to: str = "post@inn.example",
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "550 5.1.1 user unknown",
    original: str = "",
) -> bytes:
    text = REPORT.format(
        to=to, action=action, status=status, diagnostic=diagnostic, original=original
    )
    return text.encode()


def a_complaint(*, to: str = "post@inn.example", original: str) -> bytes:
    return COMPLAINT.format(to=to, original=original).encode()


def a_reply(
    *, to: str = "post@inn.example", text: str = "Ja, gjerne!\n", html: str = "", **headers: str
) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Åse Lindvåg <ase@steinvaag-meieri.example>"
    mail["To"] = to
    mail["Subject"] = "Sv: Varme"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html") if text else mail.set_content(html, "html")
    return mail.as_bytes()
