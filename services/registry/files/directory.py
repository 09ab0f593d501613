"""Finds the partner that a listing names, among those of the same files."""

from collections import defaultdict
from collections.abc import Iterable

from services.registry.files.batch import PartnerRow


class Directory:
    def __init__(self, partners: Iterable[PartnerRow]) -> None:
        self._called: dict[str, list[PartnerRow]] = defaultdict(list)
        for partner in partners:
            for call in {_plain(call) for call in _calls(partner)}:
                self._called[call].append(partner)

    def partners_called(self, reference: str) -> list[PartnerRow]:
        return self._called.get(_plain(reference), [])


def _calls(partner: PartnerRow) -> Iterable[str]:
    calls = (partner.record.name, partner.record.orgnr, partner.external_id)
    return [call for call in calls if call]


def _plain(reference: str) -> str:
    """Without case and spaces, so that 974 760 673 is 974760673."""
    return "".join(reference.casefold().split())
