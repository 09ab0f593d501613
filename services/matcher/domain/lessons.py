"""What has been learnt in a region, version by version."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from services.matcher.ranking.learning import Lesson
from services.matcher.ranking.learnt import Learnt

#: How a version came about: from decisions, or by a person who turned learning off or went back.
Origin = Literal["decisions", "off", "back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntVersion:
    """Log-losses a decision on those not learnt from; None where a person made the version."""

    region: str
    model: str
    version: int
    origin: Origin
    back_to: int | None = None
    learnt: Learnt
    decisions: int
    approvals: int
    loss_before: float | None = None
    loss_after: float | None = None
    made_at: datetime | None = None  #: None before it is kept
    maker: str = ""

    @property
    def is_held(self) -> bool:
        """Stays as it is until a person asks for learning again."""
        return self.origin != "decisions"

    @property
    def better_by(self) -> float:
        """By how much of what was wrong before it foretells decisions better, 0 to 1."""
        if not self.loss_before or self.loss_after is None:
            return 0.0
        return max(0.0, 1 - self.loss_after / self.loss_before)


def after(
    earlier: LearntVersion | None, lesson: Lesson, *, region: str, model: str, maker: str = ""
) -> LearntVersion:
    return LearntVersion(
        region=region,
        model=model,
        version=_next(earlier),
        origin="decisions",
        learnt=lesson.learnt,
        decisions=lesson.decisions,
        approvals=lesson.approvals,
        loss_before=lesson.before,
        loss_after=lesson.after,
        maker=maker,
    )


def turned_off(earlier: LearntVersion, *, maker: str) -> LearntVersion:
    return replace(
        earlier,
        version=_next(earlier),
        origin="off",
        back_to=None,
        learnt=Learnt(),
        loss_before=None,
        loss_after=None,
        maker=maker,
    )


def gone_back(latest: LearntVersion, to: LearntVersion, *, maker: str) -> LearntVersion:
    return replace(
        to, version=_next(latest), origin="back", back_to=to.version, maker=maker, made_at=None
    )


def _next(earlier: LearntVersion | None) -> int:
    return earlier.version + 1 if earlier else 1
