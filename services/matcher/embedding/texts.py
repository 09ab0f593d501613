"""What may reach a model: text that encodes, without what C reads as its end."""


def encodable(text: str) -> str:
    """Half surrogates and NUL come from broken input; a model must never see them."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
