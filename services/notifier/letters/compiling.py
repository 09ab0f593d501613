"""Turn the design in MJML into the HTML templates that letters are written with.

`python -m services.notifier.letters.compiling` writes them; a test holds them to the design. Mail
programs of every kind then show what MJML knows to work, and no letter has to wait for it.
"""

import re
from pathlib import Path

from mjml import mjml_to_html

HERE = Path(__file__).parent
DESIGN = HERE / "design" / "letter.mjml"
LAYOUT = HERE / "templates" / "letter.html"
PARTS = HERE / "templates" / "parts.html"

PART = re.compile(r"\[\[part (?P<signature>.+?)\]\](?P<html>.*?)\[\[end\]\]", re.DOTALL)
CONTENT = re.compile(r"\[\[content\]\].*\[\[after\]\]", re.DOTALL)
#: MJML's port has no place for it: the letter has colours of its own for dark mode.
SCHEMES = """<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
</head>"""
BLOCK = "{%% block %s required %%}{%% endblock %%}"


def compiled() -> dict[Path, str]:
    html = _tidied(str(mjml_to_html(DESIGN.read_text(encoding="utf-8")).html))
    parts = [_macro(found["signature"], found["html"]) for found in PART.finditer(html)]
    layout = CONTENT.sub(lambda _: BLOCK % "content", html).replace("</head>", SCHEMES)
    layout = layout.replace("[[footer]]", BLOCK % "footer").replace(
        "[[language]]", "{{ language }}"
    )
    return {LAYOUT: f"{layout}\n", PARTS: "\n\n".join(parts) + "\n"}


def _macro(signature: str, html: str) -> str:
    return f"{{% macro {signature} %}}\n{html.strip()}\n{{% endmacro %}}"


def _tidied(html: str) -> str:
    """Indentation is half of what MJML writes, and letters have a size to hold."""
    lines = (line.strip() for line in html.splitlines())
    return "\n".join(line for line in lines if line)


if __name__ == "__main__":
    for path, text in compiled().items():
        path.write_text(text, encoding="utf-8")
