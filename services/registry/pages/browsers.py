"""What a session is called in the list of one's own: the browser and the system it runs on."""

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def described(user_agent: str) -> str:
    """`Firefox, Linux`; nothing for what is neither known. The whole text would be a trace."""
    browser = _first(BROWSERS, user_agent) or ("Safari" if "Safari" in user_agent else "")
    return ", ".join(filter(None, (browser, _first(SYSTEMS, user_agent))))


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
