"""What commands say: results on standard output, the rest beside it."""

from rich.console import Console


def tell(text: str) -> None:
    """Progress and remarks; a program that reads our results never sees them."""
    Console(stderr=True, highlight=False).print(text, markup=False, soft_wrap=True)


def results() -> Console:
    """Long lines are for whoever reads them to wrap: they may be addresses."""
    return Console(highlight=False, soft_wrap=True)
