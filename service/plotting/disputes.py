"""A dispute as it is drawn: a row a position, a bar for what it can mean, a dot where it is one figure."""

from collections.abc import Iterator

from service.claim import Interval
from service.dispute import Dispute, PositionOutline
from service.plotting.drawing import COLOURS, Scale, element, frame, label, shorten

_WIDTH, _ROW, _TOP, _BOTTOM, _EDGE, _INSIDE = 640, 46, 40, 26, 16, 24
_LONGEST_FIGURE, _LONGEST_NAME, _NAMES = 28, 24, 3


def plot_dispute(dispute: Dispute) -> bytes:
    """Draw who holds which figure: at most sixteen rows, in ascending order."""
    rows = dispute.positions
    ends = [end for one in rows for end in (one.core.low, one.core.high) if end is not None]
    height = _TOP + _ROW * len(rows) + _BOTTOM
    scale = Scale(ends, _EDGE + _INSIDE, _WIDTH - _EDGE - _INSIDE)
    parts = [label(shorten(_title(dispute), 80), _EDGE, 22)]
    for place, one in enumerate(rows):
        drawn = "".join(_drawn(one, _TOP + place * _ROW + 30, scale))
        parts.append(element("g", drawn, class_=f"c{place % COLOURS}"))
    y = height - _BOTTOM + 4
    parts.append(element("line", class_="a", x1=_EDGE, x2=_WIDTH - _EDGE, y1=y, y2=y))
    parts.append(label(_below(dispute, is_log=scale.is_log), _EDGE, y + 16, class_="s"))
    return frame(_WIDTH, height, dispute.sentence, _description(dispute), parts)


def _drawn(one: PositionOutline, y: float, scale: Scale) -> Iterator[str]:
    start, end = _ends(one.core, scale)
    yield element("line", class_="b", x1=start, x2=max(end, start + 0.1), y1=y, y2=y)
    if one.core.low is None:
        yield element("path", class_="d", d=f"M{_EDGE} {y}l9 -6v12z")
    if one.core.high is None:
        yield element("path", class_="d", d=f"M{_WIDTH - _EDGE} {y}l-9 -6v12z")
    middle = (start + end) / 2
    yield element("circle", class_="d", cx=round(middle, 1), cy=y, r=5)
    is_right = middle > _WIDTH / 2
    told = f"{shorten(one.figure, _LONGEST_FIGURE)} · {_who(one)}"
    yield label(told, middle + 6 if is_right else middle - 6, y - 12, text_anchor="end" if is_right else "start")


def _ends(core: Interval, scale: Scale) -> tuple[float, float]:
    start = _EDGE if core.low is None else scale(core.low)
    return start, _WIDTH - _EDGE if core.high is None else scale(core.high)


def _who(one: PositionOutline) -> str:
    shown = ", ".join(shorten(name, _LONGEST_NAME) for name in one.sources[:_NAMES])
    further = one.source_count - min(len(one.sources), _NAMES)
    return f"{shown} +{further}" if further > 0 else shown


def _title(dispute: Dispute) -> str:
    question = dispute.question
    return ", ".join(part for part in (question.metric, question.subject, question.place) if part)


def _below(dispute: Dispute, *, is_log: bool) -> str:
    period = dispute.question.period
    when = period.end.isoformat() if period.start == period.end else f"{period.start} to {period.end}"
    hidden = dispute.position_count - len(dispute.positions)
    more = f" · {hidden} more between them" if hidden > 0 else ""
    return f"{when}{' · logarithmic' if is_log else ''}{more}"


def _description(dispute: Dispute) -> str:
    rows = (f"{one.figure}: {', '.join(one.sources[:_NAMES])}" for one in dispute.positions)
    return f"{dispute.position_count} figures that exclude each other. {'; '.join(rows)}."
