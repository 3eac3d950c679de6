"""Disputes for feed readers (Atom, JSON Feed) and for spreadsheets (CSV); each links to its page."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

from service.dispute import Dispute
from service.exchange import harmless

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
CSV = "text/csv; charset=utf-8"
TITLE = "claimdiff: disputes"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_COLUMNS = (
    "metric", "subject", "place", "period_start", "period_end", "severity", "status", "figures", "sources",
    "gap_percent", "opened_at", "updated_at", "recommended", "address",
)  # fmt: skip


def atom_of(disputes: Sequence[Dispute], base: str) -> bytes:
    """Write disputes as an Atom feed (RFC 4287)."""
    feed = Element("feed", xmlns=_NAMESPACE)
    SubElement(feed, "id").text = f"{base}/v1/disputes.atom"
    SubElement(feed, "title").text = TITLE
    SubElement(feed, "link", rel="alternate", href=f"{base}/console/")
    newest = max((one.updated_at for one in disputes), default=None)
    SubElement(feed, "updated").text = _moment(newest) if newest else "1970-01-01T00:00:00Z"
    SubElement(SubElement(feed, "author"), "name").text = "claimdiff"
    for one in disputes:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = f"urn:uuid:{one.id}"
        SubElement(entry, "title").text = printable(one.sentence)
        SubElement(entry, "updated").text = _moment(one.updated_at)
        SubElement(entry, "published").text = _moment(one.opened_at)
        SubElement(entry, "link", href=page_of(one, base))
        SubElement(entry, "category", term=one.severity.value)
        SubElement(entry, "summary").text = printable(_summary(one))
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def json_feed_of(disputes: Sequence[Dispute], base: str) -> bytes:
    """Write disputes as a JSON Feed (version 1.1)."""
    items = [
        {
            "id": f"urn:uuid:{one.id}",
            "url": page_of(one, base),
            "title": one.sentence,
            "content_text": _summary(one),
            "date_published": _moment(one.opened_at),
            "date_modified": _moment(one.updated_at),
            "tags": [one.severity.value, one.status.value],
        }
        for one in disputes
    ]
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": TITLE,
            "home_page_url": f"{base}/console/",
            "items": items,
        }
    )


def csv_of(disputes: Sequence[Dispute], base: str) -> bytes:
    """Write disputes as a table, a row each; no cell is run as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(one, base)] for one in disputes)
    return file.getvalue().encode()


def page_of(dispute: Dispute, base: str) -> str:
    """Give the address of a dispute's page."""
    return f"{base}/console/disputes/{dispute.id}"


def printable(text: str) -> str:
    """XML 1.0 has no way to write most control characters."""
    return "".join(character if character.isprintable() else " " for character in text)


def _cells(one: Dispute, base: str) -> list[str]:
    question = one.question
    return [
        question.metric,
        question.subject or "",
        question.place or "",
        question.period.start.isoformat(),
        question.period.end.isoformat(),
        one.severity.value,
        one.status.value,
        "; ".join(f"{position.figure} ({', '.join(position.sources)})" for position in one.positions),
        str(one.source_count),
        "" if one.gap.percent is None else f"{one.gap.percent:f}",
        _moment(one.opened_at),
        _moment(one.updated_at),
        f"{one.recommended.figure} ({one.recommended.source})" if one.recommended else "",
        page_of(one, base),
    ]


def _summary(one: Dispute) -> str:
    told = f"{one.severity.value}, {one.status.value}"
    return f"{told}; recommended: {one.recommended.figure} ({one.recommended.source})" if one.recommended else told


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
