"""What somebody wrote, without what their program quoted below it."""

import codecs
import html
import re
from email.message import Message

from services.notifier.domain.incoming import LONGEST_REPLY

LARGEST_HTML = LARGEST_TEXT = 64 * 1024
#: A name may stand for a codec that is no alphabet, and takes its time.
CHARSETS = re.compile(r"(utf-(8|16|16-le|16-be)|ascii|iso8859-\d+|cp(125\d|850|865)|koi8-r)")
LINE_BREAK = re.compile(r"<\s*(br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
UNSEEN = ("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"), ("<head", "</head>")
QUOTES = ("<blockquote", '<div class="gmail_quote', '<div id="divrplyfwdmsg')

#: Where programs begin to quote, in the languages we meet.
QUOTE_BEGINS = re.compile(
    r"^\s*(-{2,}\s*(original message|opprinnelig melding|opphavleg melding|videresendt melding)"
    r"|_{10,}\s*$"
    r"|.{0,120}<[^<>\s]{1,100}>\s*(skrev|wrote)\b.{0,80}:\s*$"
    r"|(fra|frå|from):\s.{0,300}$"
    r"|-- $)",
    re.IGNORECASE,
)
SAYS_WHEN = re.compile(r"\s*(den|på|on|[a-zøå]{3,7}[,.]?) [^\n]*\d", re.IGNORECASE)
WROTE = re.compile(r"\b(skrev|wrote)\b[^\n]{0,120}:\s*$", re.IGNORECASE)
LONGEST_QUOTE_HEAD = 300
SENT = re.compile(r"^\s*(sendt|sent|dato|date|til|to):\s", re.IGNORECASE)


def reply_text(message: Message) -> str:
    """Plain text, at most so many characters; empty where nothing was written."""
    plain = _first(message, "text/plain")
    if plain is not None and (text := decoded(plain)).strip():
        return without_quotes(text)
    rich = _first(message, "text/html")
    return without_quotes(_text_of_html(decoded(rich))) if rich is not None else ""


def decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return payload.decode(_charset(part), "replace").replace("\r\n", "\n").replace("\r", "\n")


def without_quotes(text: str) -> str:
    """Everything where nothing is left: then the answer stands between the quoted lines."""
    lines = text[:LARGEST_TEXT].split("\n")
    own: list[str] = []
    for number, line in enumerate(lines):
        if _begins_quote(lines, number):
            break
        if not line.lstrip().startswith(">"):
            own.append(line.rstrip())
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()
    return (kept or text.strip())[:LONGEST_REPLY]


def _begins_quote(lines: list[str], number: int) -> bool:
    line = lines[number][:LONGEST_QUOTE_HEAD]
    # Long ones are folded: "On Friday Ingrid <…>" and "wrote:" below it.
    following = lines[number + 1][:LONGEST_QUOTE_HEAD] if number + 1 < len(lines) else ""
    folded = f"{line} {following}" if following.rstrip().endswith(":") else line
    if not QUOTE_BEGINS.match(line) and not (SAYS_WHEN.match(line) and WROTE.search(folded)):
        return False
    is_letterhead = re.match(r"\s*(fra|frå|from):", line, re.IGNORECASE)
    if not is_letterhead:
        return True
    return any(SENT.match(following[:200]) for following in lines[number + 1 : number + 4])


def _first(message: Message, kind: str) -> Message | None:
    for part in message.walk():
        is_attached = str(part.get("Content-Disposition", "")).lower().startswith("attachment")
        if part.get_content_type() == kind and not is_attached:
            return part
    return None


def _charset(part: Message) -> str:
    try:
        name = codecs.lookup(str(part.get_content_charset() or "utf-8")).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if CHARSETS.fullmatch(name) else "utf-8"


def _text_of_html(markup: str) -> str:
    markup = markup[:LARGEST_HTML]
    for begin, end in UNSEEN:
        markup = _without(markup, begin, end)
    quotes = (markup.lower().find(begin) for begin in QUOTES)
    own = markup[: min((at for at in quotes if at > 0), default=len(markup))]
    text = TAG.sub("", LINE_BREAK.sub("\n", own))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without(markup: str, begin: str, end: str) -> str:
    """One pass, however often it begins."""
    kept: list[str] = []
    lower, at = markup.lower(), 0
    while (found := lower.find(begin, at)) >= 0:
        kept.append(markup[at:found])
        close = lower.find(end, found)
        if close < 0:
            return "".join(kept)
        at = close + len(end)
    return "".join([*kept, markup[at:]])
