"""What a paper gets when it is issued: organ, number, date, seal and checkpoint; and what a draft has instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports.blocks import Meta, Proof

SAMPLE_NOTE = "样例　人员、单位与数据均为虚构，不具法律效力"


@dataclass(frozen=True)
class Issue:
    """The formal side of a paper.

    Attributes:
        organ: Issuing organ, e.g. ``澄州市公安局``.
        number: Number of the paper; empty in a draft.
        day: Date on the paper.
        moment: Moment of the deciding event; also the time the file carries.
        case: Case number.
        event: Name of the event, for the file's keywords.
        seal: Seal of the content in hexadecimal, at least 16 digits; empty where nothing was sealed.
        chain: Chain of the journal.
        seq: Sequence number of the journal head at the deciding event.
        head: Hash of that head in hexadecimal, at least 24 digits.
        draft: A draft has no number and carries the draft mark.
        sample: The case is sample data.
    """

    organ: str
    number: str
    day: date
    moment: datetime
    case: str
    event: str = ""
    seal: str = ""
    chain: str = ""
    seq: int = 0
    head: str = ""
    draft: bool = False
    sample: bool = False


def payload(paper: str, issue: Issue) -> str:
    """Return the content of the QR code: ``EAW1;type;number;date;seal;chain:seq:head``."""
    number = issue.number.replace("〔", "[").replace("〕", "]")
    return f"EAW1;{paper};{number};{issue.day.isoformat()};{issue.seal[:16]};{_checkpoint(issue)}"


def _checkpoint(issue: Issue) -> str:
    return f"{issue.chain}:{issue.seq}:{issue.head[:24]}"


def proof(paper: str, issue: Issue) -> Proof | None:
    """Return what ties the paper to the journal; nothing for drafts and for papers that were never sealed."""
    if issue.draft or not issue.seal or not issue.head:
        return None
    return Proof(issue.seal[:16], _checkpoint(issue), payload(paper, issue))


def meta(paper: str, title: str, page_format: str, issue: Issue, *, running: str = "", handling: str = "") -> Meta:
    """Return the meta data of a paper.

    Args:
        paper: F-code or internal series; first field of the QR code.
        title: Title of the paper.
        page_format: See :class:`reports.blocks.Meta`.
        issue: The formal side.
        running: Head of every page of forms and reports.
        handling: Handling level at the head of reports.
    """
    number = "" if issue.draft else issue.number
    about = f"{issue.event}：{title}" if issue.event else title
    return Meta(
        paper=paper,
        title=f"{title} {number}".strip(),
        number=number,
        page_format=page_format,
        moment=issue.moment,
        organ=issue.organ,
        subject=about,
        keywords=tuple(word for word in (issue.case, issue.event) if word),
        record=issue.case,
        proof=proof(paper, issue),
        draft=issue.draft,
        running=running,
        handling=handling,
        sample=SAMPLE_NOTE if issue.sample else "",
    )
