"""A picture as PNG, drawn without a browser, in letters that lie beside this file."""

import asyncio
from pathlib import Path

FONT = Path(__file__).parent / "fonts" / "Roboto-Regular.ttf"
STYLE = Path(__file__).parent / "paper.css"
TWICE = 2.0  #: as sharp as print and good screens want it


async def png_of(svg: str) -> bytes:
    """White background, in a thread, since drawing takes some tens of milliseconds."""
    return await asyncio.to_thread(_drawn, svg)


def _drawn(svg: str) -> bytes:
    # Loads a library of some megabytes, which most days nobody needs.
    import resvg_py

    png: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        background="#ffffff",
        zoom=TWICE,
        skip_system_fonts=True,
        font_files=[str(FONT)],
        font_family="Roboto",
        style_sheet=STYLE.read_text(encoding="utf-8"),
    )
    return bytes(png)
