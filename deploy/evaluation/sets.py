"""Reads an evaluation set: partners, offers, needs, judgments, and perhaps lures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.evaluation.errors import EvaluationSetBroken

Grade = Literal[0, 1, 2]


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str


class Partner(Record):
    name: str
    kind: str = ""
    sector: str = ""
    municipality: str = ""
    county: str = ""
    description: str = ""


class Offer(Record):
    partner_id: str
    kind: Literal["offer", "capability", "idea"] = "offer"
    title: str = ""
    text: str
    language: str


class Need(Record):
    partner_id: str
    title: str = ""
    text: str
    language: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSet:
    """Texts and what one judged of them; a pair that is not among the grades counts as 0."""

    partners: Mapping[str, Partner]
    offers: Mapping[str, Offer]
    needs: Mapping[str, Need]
    grades: Mapping[str, Mapping[str, Grade]]  #: need -> offer -> grade
    lures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  #: need -> offer -> kind

    def may_be_proposed(self, need: Need) -> frozenset[str]:
        """The offers of others: one's own never count."""
        return frozenset(
            offer.id for offer in self.offers.values() if offer.partner_id != need.partner_id
        )


Found = TypeVar("Found", bound=Record)


def read_set(folder: Path) -> EvaluationSet:
    """Read the whole folder, or raise EvaluationSetBroken with file and line."""
    partners = _records(folder / "partners.jsonl", Partner)
    offers = _records(folder / "offers.jsonl", Offer)
    needs = _records(folder / "needs.jsonl", Need)
    _know_partners(folder / "offers.jsonl", offers, partners)
    _know_partners(folder / "needs.jsonl", needs, partners)
    grades: dict[str, dict[str, Grade]] = {}
    for where, need, offer, grade in _triples(folder / "qrels.tsv", needs, offers):
        grades.setdefault(need, {})[offer] = _grade(grade, where)
    lures: dict[str, dict[str, str]] = {}
    if (folder / "traps.tsv").exists():
        for _, need, offer, kind in _triples(folder / "traps.tsv", needs, offers):
            lures.setdefault(need, {})[offer] = kind
    return EvaluationSet(partners=partners, offers=offers, needs=needs, grades=grades, lures=lures)


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each line that is not empty, with "file, line n" before it."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise EvaluationSetBroken(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise EvaluationSetBroken(f"{path}: is not UTF-8 text.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}, line {number}", line.strip("\r")


def _records(path: Path, kind: type[Found]) -> dict[str, Found]:
    records: dict[str, Found] = {}
    for where, line in lines(path):
        try:
            record = kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field_name = ".".join(map(str, first["loc"])) or "the line"
            raise EvaluationSetBroken(f"{where}: {field_name}: {first['msg']}.") from error
        if record.id in records:
            raise EvaluationSetBroken(f"{where}: id {record.id!r} is there twice.")
        records[record.id] = record
    return records


def _know_partners(
    path: Path, items: Mapping[str, Offer] | Mapping[str, Need], partners: Mapping[str, Partner]
) -> None:
    for item in items.values():
        if item.partner_id not in partners:
            raise EvaluationSetBroken(f"{path}: {item.id}: no partner {item.partner_id!r}.")


def _triples(
    path: Path, needs: Mapping[str, Need], offers: Mapping[str, Offer]
) -> Iterator[tuple[str, str, str, str]]:
    for place, (where, line) in enumerate(lines(path)):
        cells = [cell.strip() for cell in line.split("\t")]
        if place == 0 and cells[0] == "need_id":
            continue
        if len(cells) != 3:
            raise EvaluationSetBroken(f"{where}: three columns parted by tabs are needed.")
        need, offer, value = cells
        if need not in needs:
            raise EvaluationSetBroken(f"{where}: no need {need!r} in needs.jsonl.")
        if offer not in offers:
            raise EvaluationSetBroken(f"{where}: no offer {offer!r} in offers.jsonl.")
        yield where, need, offer, value


def _grade(text: str, where: str) -> Grade:
    match text:
        case "0":
            return 0
        case "1":
            return 1
        case "2":
            return 2
    raise EvaluationSetBroken(f"{where}: the grade must be 0, 1 or 2, not {text!r}.")
