"""独立核验程序 · Stand-alone verifier of an export or a database copy. One file, standard library only.

    python verify.py PATH [--checkpoint CHAIN:SEQ:HASH | --checkpoint FILE] … [--json]

PATH is an exported case (folder or zip) or a copy of a SQLite database. Checkpoints come from outside: from paper,
from a second folder, from a daily digest. The answer is one of

- ``genuine`` 真实: every entry agrees with every other and with at least one checkpoint from outside; entries after
  the last such checkpoint agree with themselves only, and the answer says from which one on;
- ``altered`` 已改动: something does not agree; the first bad entry and the reason are named;
- ``unknown`` 无法判定: nothing disagrees, but no checkpoint from outside was given (a chain that was rebuilt from
  scratch, or whose end was cut, agrees with itself), or the file is none that this program reads.

Personal data that entries refer to by a salted hash is compared with it. Where it was erased by law, an entry of the
case says so, and the answer tells it: the record is no less genuine.

It also replays the workflow and reports what hashes cannot show. This file shares no code with the workbench.
Exit code: 0 genuine, 1 altered, 2 unknown, 3 genuine with workflow findings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

COLUMNS = ("chain", "seq", "stream", "version", "kind", "actor", "at", "prev", "hash", "body")
_WHICH = re.compile(r":[^.]*")
_HEX = re.compile(r"[0-9a-f]{64}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
_CHECKPOINT = re.compile(r"(?P<chain>[A-Za-z0-9-]+):(?P<seq>\d{1,15}):(?P<hash>[0-9a-f]{16,64})")

_SALT = re.compile(r"[0-9a-f]{32}")
_PAYLOAD_FILE = re.compile(r"payloads/([0-9a-f]{64})\.json")
_PAYLOAD = re.compile(rb'\{"data":(.*),"salt":"([0-9a-f]{32})"\}', re.DOTALL)
_HEAD = re.compile(r"[^:]+:\d{1,15}:[0-9a-f]{64}")


class AlteredError(Exception):
    """Something does not agree; ``seq`` is the first bad entry, ``None`` when the fault is outside the chain."""

    def __init__(self, seq: int | None, zh: str, en: str) -> None:
        super().__init__(en)
        self.seq, self.zh, self.en = seq, zh, en


class UnknownError(Exception):
    """The file is none that can be judged."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Checkpoint:
    """Where a chain stood, known from outside; ``hash`` may be its first digits, 16 at least."""

    chain: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Finding:
    """What the workflow shows at an entry: the entry, a code, words."""

    seq: int
    code: str
    zh: str
    en: str


@dataclass
class Result:
    """The answer; see the top of the file."""

    path: str
    verdict: str = "unknown"
    chain: str = ""
    count: int = 0
    head: str = ""
    first_bad: int | None = None
    zh: str = ""
    en: str = ""
    case: str = ""
    """The case that an export is of; empty for a database."""
    confirmed: int = 0
    """The last entry that a checkpoint from outside confirms; what follows agrees with itself only."""
    erased: list[int] = field(default_factory=list)
    """The entries whose personal data was erased by law."""
    anchors: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Source:
    """What is judged: rows in order, the stated head (chain, seq, hash), how to find the bytes of a file."""

    rows: Iterable[dict[str, Any]]
    head: tuple[str, int, str]
    case: str | None = None
    """The case of an export; ``None`` for a database, where every body must be there."""
    attachment: Callable[[str], bytes | None] = lambda _sha256: None
    attachments_known: bool = True
    notes: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 → file name, as the manifest states it."""
    payload: Callable[[str], tuple[str, str] | None] = lambda _hash: None
    """Salt and canonical JSON of personal data, by its hash; ``None`` when it is not there."""
    payloads: Iterable[str] = ()
    """The hashes of the personal data that an export brings along."""


# The workflow


@dataclass
class _Case:
    """What the replay keeps of a case."""

    received: str = ""
    accepted: str = ""
    author: str = ""
    seal: str = ""
    second: str = ""
    decided: str = ""
    checked: bool = False
    at: str = ""


@dataclass
class Workflow:
    """Replays the cases and notes what no hash shows."""

    cases: dict[str, _Case] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def take(self, row: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        """Take in an entry."""
        if not row["stream"].startswith("case/") or not isinstance(data, dict):
            return
        case = self.cases.setdefault(row["stream"], _Case())
        data = {key: _bare(value) for key, value in data.items()}
        self._clock(case, row, data)
        if row["kind"] in _STEPS:
            _STEPS[row["kind"]](self, case, row["seq"], data)

    def _note(self, seq: int, code: str, zh: str, en: str) -> None:
        self.findings.append(Finding(seq, code, zh, en))

    def _clock(self, case: _Case, row: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        """Compare the moments of an entry with each other and with the entry before."""
        seq, at = row["seq"], row["at"]
        if case.at and at < case.at:
            self._note(seq, "clock_back", "记录时间早于前一条", "recorded before the entry before it")
        if data.get("recorded", at) != at:
            self._note(
                seq, "clock_differs", "内容所载时间与登记时间不符", "the body states another moment of recording"
            )
        if data.get("by", row["actor"]) != row["actor"]:
            self._note(
                seq, "actor_differs", "内容所载办理人与登记人不符", "the body states another person than the entry"
            )
        day = data.get("on")
        if isinstance(day, str) and day[:10] > _local_day(at):
            self._note(seq, "clock_future", "所载日期晚于登记日期", "states a day after the day of recording")
        case.at = at

    def received(self, case: _Case, _seq: int, data: Mapping[str, Any]) -> None:
        """Note the day of receipt."""
        case.received = str(data.get("received", ""))[:10]

    def accepted(self, case: _Case, seq: int, data: Mapping[str, Any]) -> None:
        """Note the day of acceptance, also one that the law assumes."""
        case.accepted = str(data.get("on") or case.received or "?")
        if case.received and case.accepted < case.received:
            self._note(seq, "accepted_before_receipt", "受理早于收件", "accepted before it was received")

    def checked(self, case: _Case, seq: int, data: Mapping[str, Any]) -> None:
        """Note an on-site check; it needs two officers."""
        officers = data.get("officers")
        case.checked = isinstance(officers, list) and len({str(officer) for officer in officers}) >= 2
        if not case.checked:
            self._note(seq, "site_check_alone", "现场查验不足两人", "an on-site check by fewer than two officers")

    def recommended(self, case: _Case, seq: int, data: Mapping[str, Any]) -> None:
        """Note who recommended, and the seal."""
        if not case.accepted:
            self._note(seq, "recommended_before_acceptance", "受理之前提出审查意见", "recommended before acceptance")
        if not case.checked:
            self._note(
                seq, "no_site_check", "没有两人现场查验即提出意见", "recommended without an on-site check by two"
            )
        case.author, case.seal, case.second = str(data.get("by", "?")), str(data.get("fingerprint", "")), ""

    def taken_back(self, case: _Case, _seq: int, _data: Mapping[str, Any]) -> None:
        """Forget the recommendation."""
        case.author, case.seal, case.second = "", "", ""

    def signed(self, case: _Case, seq: int, data: Mapping[str, Any]) -> None:
        """Compare a signature with the recommendation; the last one decides."""
        by = str(data.get("by", "?"))
        if not case.author:
            self._note(seq, "no_recommendation", "没有审查意见即复签", "countersigned without a recommendation")
        elif by in (case.author, case.second):
            self._note(seq, "own_approval", "同一人既提出意见又签署", "the same person recommended and signed")
        if case.seal and data.get("seal", case.seal) != case.seal:
            self._note(seq, "other_seal", "所签内容与审查意见不同", "signed other content than was recommended")
        case.second = case.second or by
        if data.get("number") or data.get("paper"):
            self._decide(case, seq, str(data.get("on", "")))

    def _decide(self, case: _Case, seq: int, day: str) -> None:
        if not case.accepted:
            self._note(seq, "decided_before_acceptance", "受理之前作出决定", "decided before acceptance")
        elif day and day < case.accepted:
            self._note(
                seq, "clock_impossible", "决定日期早于受理日期", "the day of the decision lies before acceptance"
            )
        if case.decided:
            self._note(seq, "decided_twice", "重复作出决定", "decided a second time")
        case.decided = day or "?"

    def delivered(self, case: _Case, seq: int, data: Mapping[str, Any]) -> None:
        """Compare service with the decision."""
        if not case.decided:
            self._note(seq, "delivered_undecided", "决定之前送达", "served before it was decided")
        elif str(data.get("on", case.decided)) < case.decided:
            self._note(seq, "clock_impossible", "送达日期早于决定日期", "served before the day of the decision")


_STEPS: dict[str, Callable[[Workflow, _Case, int, Mapping[str, Any]], None]] = {
    "package_received": Workflow.received,
    "accepted": Workflow.accepted,
    "deemed_accepted": Workflow.accepted,
    "site_checked": Workflow.checked,
    "recommended": Workflow.recommended,
    "recommendation_withdrawn": Workflow.taken_back,
    "recommendation_returned": Workflow.taken_back,
    "countersigned": Workflow.signed,
    "third_signed": Workflow.signed,
    "decision_delivered": Workflow.delivered,
}
"""Event kind → what the replay does with it; other kinds change nothing that is judged."""


def _bare(value: Any) -> Any:
    """Return the text of a tagged date or time (``{"$d": "2026-04-03"}``); other values as they are."""
    if isinstance(value, dict) and len(value) == 1:
        ((tag, text),) = value.items()
        return text if tag in {"$d", "$t", "$u"} else value
    return value


def _local_day(at: str) -> str:
    """Return the day in China (UTC+8, no summer time) of a UTC text."""
    return (datetime.fromisoformat(at) + timedelta(hours=8)).date().isoformat()


# The walk along the chain


@dataclass
class _Walk:
    """The state of one walk along the chain."""

    anchors: dict[int, list[Checkpoint]]
    last: tuple[int, str] = (0, "0" * 64)
    versions: dict[str, int] = field(default_factory=dict)
    met: list[int] = field(default_factory=list)
    newest: int = 0
    """The newest entry of the case itself; openings by readers do not count."""
    digests: list[str] = field(default_factory=list)
    """The first digits of every hash so far, for checkpoints that papers carry."""
    named: dict[str, tuple[int, set[str]]] = field(default_factory=dict)
    """SHA-256 → the first entry that names it, and the file names that the case gives it."""
    absent: dict[str, int] = field(default_factory=dict)
    """Hash of personal data that is not there → the entry that refers to it, until an entry says that it was erased."""
    referred: set[str] = field(default_factory=set)
    """Hashes of personal data that entries refer to."""
    erased: list[int] = field(default_factory=list)
    workflow: Workflow = field(default_factory=Workflow)


def verify(path: str | Path, checkpoints: Iterable[Checkpoint] = ()) -> Result:
    """Judge an export or a database copy; never raises for what a file holds."""
    result = Result(str(path))
    outside = list(checkpoints)
    try:
        with _opened(Path(path)) as source:
            _judge(source, outside, result)
    except AlteredError as fault:
        result.verdict, result.first_bad, result.zh, result.en = "altered", fault.seq, fault.zh, fault.en
    except UnknownError as fault:
        result.verdict, result.zh, result.en = "unknown", fault.zh, fault.en
    return result


def _judge(source: Source, outside: list[Checkpoint], result: Result) -> None:
    """Walk the chain, then compare its end with the stated head, the files and the checkpoints."""
    result.chain, result.case = source.head[0], source.case or ""
    walk = _Walk({})
    for point in outside:
        if point.chain == result.chain:
            walk.anchors.setdefault(point.seq, []).append(point)
    for row in source.rows:
        _step(source, walk, row)
        result.count = walk.last[0]
    result.head = f"{result.chain}:{walk.last[0]}:{walk.last[1]}"
    _end(source, walk)
    _payloads(source, walk)
    _files(source, walk)
    result.erased = sorted(walk.erased)
    result.anchors, result.confirmed = sorted(set(walk.met)), max(walk.met, default=0)
    result.findings = [*source.notes, *walk.workflow.findings, *_unconfirmed(source, walk, result.confirmed)]
    _conclude(result, outside)


def _unconfirmed(source: Source, walk: _Walk, confirmed: int) -> Iterator[Finding]:
    """Note what no checkpoint from outside vouches for: somebody who knows the format can write it anew."""
    last = walk.last[0] if source.case is None else walk.newest
    if 0 < confirmed < last:
        zh = f"外部检查点只证实到第 {confirmed} 条；其后的记录（至第 {last} 条）仅与自身一致"
        en = (
            f"checkpoints vouch for entries up to {confirmed}; those after it, up to {last}, agree with themselves only"
        )
        yield Finding(confirmed + 1, "after_last_checkpoint", zh, en)


def _conclude(result: Result, outside: list[Checkpoint]) -> None:
    if result.anchors:
        result.verdict, result.zh, result.en = "genuine", "全部记录相符", "every entry agrees"
        return
    result.verdict = "unknown"
    if outside:
        result.zh = "内部一致，但所给检查点属于其他链"
        result.en = "consistent in itself, but the checkpoints given are of another chain"
    else:
        result.zh = "内部一致，但没有外部检查点可供比对"
        result.en = "consistent in itself, but no checkpoint from outside was given"


# The chain


def _step(source: Source, walk: _Walk, row: dict[str, Any]) -> None:
    """Check one entry against the one before, its own hash, its stream and the checkpoints."""
    seq = walk.last[0] + 1
    _shape(row, seq)
    if row["seq"] != seq:
        raise AlteredError(seq, f"第 {seq} 条记录缺失", f"entry {seq} is missing")
    if row["chain"] != source.head[0]:
        raise AlteredError(seq, "记录属于另一条链", "the entry belongs to another chain")
    if row["prev"] != walk.last[1]:
        raise AlteredError(seq, "与前一条记录的链接不符", "the link to the entry before does not hold")
    if row["hash"] != row_hash(row):
        raise AlteredError(seq, "内容与其指纹不符", "the content does not match its hash")
    walk.last = (seq, row["hash"])
    walk.digests.append(row["hash"][:24])
    _version(walk, row)
    _body(source, walk, row)
    for point in walk.anchors.get(seq, ()):
        if not row["hash"].startswith(point.hash):
            raise AlteredError(seq, "与外部检查点不符", "the entry is not the one of the checkpoint from outside")
        walk.met.append(seq)


def row_hash(row: Mapping[str, Any]) -> str:
    """Return the hash that belongs to a row: SHA-256 over the canonical JSON of tag, columns and body hash."""
    body = row["body_sha256"] if "body_sha256" in row else hashlib.sha256(row["body"].encode()).hexdigest()
    covered = ["EAW-J1", *(row[name] for name in COLUMNS[:-2]), body]
    text = json.dumps(covered, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _shape(row: Mapping[str, Any], seq: int) -> None:
    """Check that a row has exactly the columns, in their types and forms."""
    body = "body_sha256" if "body_sha256" in row else "body"
    sound = set(row) == {*COLUMNS[:-1], body} and all(
        type(value) is (int if name in ("seq", "version") else str) for name, value in row.items()
    )
    sound = sound and _moment(row["at"]) and all(_HEX.fullmatch(row[name]) for name in ("hash", "prev"))
    if not sound or (body == "body_sha256" and not _HEX.fullmatch(row[body])) or not _encodable(row):
        raise AlteredError(seq, "记录的格式不符", "the entry is not of the form of an entry")


def _moment(text: str) -> bool:
    """Say whether a text is a moment in the one form of the journal."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _AT.fullmatch(text) is not None


def _encodable(row: Mapping[str, Any]) -> bool:
    try:
        "".join(value for value in row.values() if isinstance(value, str)).encode()
    except UnicodeEncodeError:
        return False
    return True


def _version(walk: _Walk, row: Mapping[str, Any]) -> None:
    expected = walk.versions.get(row["stream"], 0) + 1
    if row["version"] != expected:
        raise AlteredError(row["seq"], "流内版本不连续", "the versions of the stream have a gap")
    walk.versions[row["stream"]] = expected


def _body(source: Source, walk: _Walk, row: Mapping[str, Any]) -> None:
    """Read a body: it must be there where it belongs, be well-formed, and joins the workflow."""
    own = source.case is None or row["stream"] in (f"case/{source.case}", f"access/{source.case}")
    if row["stream"] == f"case/{source.case}":
        walk.newest = row["seq"]
    if "body" not in row:
        if own:
            raise AlteredError(row["seq"], "案卷记录的内容被抽去", "the body of an entry of the case was taken out")
        return
    if not own and not row["stream"].startswith("register/"):
        raise AlteredError(row["seq"], "载有其他案卷的内容", "shows the body of an entry that is not of the case")
    try:
        data = json.loads(row["body"], object_pairs_hook=_once)["data"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise AlteredError(row["seq"], "记录内容无法读取", "the body of the entry cannot be read") from fault
    data = _joined(source, walk, row, data)
    if row["stream"].startswith("case/"):
        for sha256, name in _hashes(data):
            walk.named.setdefault(sha256, (row["seq"], set()))[1].update([name] if name else [])
    walk.workflow.take(row, data)
    _stated_checkpoint(walk, row, data)


# Personal data


def payload_hash(salt: str, data: str) -> str:
    """Return the hash by which an entry refers to personal data, from its salt and canonical JSON."""
    return hashlib.sha256(f'["EAW-P1","{salt}",{data}]'.encode()).hexdigest()


def _joined(source: Source, walk: _Walk, row: Mapping[str, Any], data: Any) -> Any:
    """Return a body of a case or a register with the personal data it refers to; note what is absent or erased."""
    if not row["stream"].startswith(("case/", "book/")) or not isinstance(data, dict):
        return data
    if row["kind"] == "payload_erased":
        _erased(walk, row["seq"], data.get("hashes"))
    return {name: _brought(source, walk, row["seq"], value) for name, value in data.items()}


def _brought(source: Source, walk: _Walk, seq: int, value: Any) -> Any:
    """Return the personal data that a member refers to, any other value as it is."""
    digest = value.get("$payload") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(digest, str):
        return value
    walk.referred.add(digest)
    found = source.payload(digest)
    if found is None:
        walk.absent[digest] = seq
        return None
    salt, text = found
    try:
        if not _SALT.fullmatch(salt) or payload_hash(salt, text) != digest:
            raise AlteredError(seq, "个人资料与其指纹不符", "personal data does not match its hash")
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise AlteredError(seq, "个人资料无法读取", "personal data cannot be read") from fault


def _erased(walk: _Walk, seq: int, digests: Any) -> None:
    """Take in an entry that says which personal data was erased: it must be gone."""
    for digest in digests if isinstance(digests, list) else ():
        if digest not in walk.absent:
            raise AlteredError(
                seq, "记录称已删除的个人资料仍在", "personal data that was recorded as erased is there again"
            )
        walk.erased.append(walk.absent.pop(digest))


def _payloads(source: Source, walk: _Walk) -> None:
    """Refuse personal data that is absent though nothing says that it was erased, and note what nobody refers to."""
    if walk.absent:
        seq = min(walk.absent.values())
        raise AlteredError(
            seq,
            "案卷所引的个人资料缺失，且没有依法删除的记录",
            "personal data that the entry refers to is missing, and no entry says that it was erased",
        )
    for digest in sorted(set(source.payloads) - walk.referred):
        zh, en = f"案卷未提及的个人资料：{digest}", f"personal data that no entry refers to: {digest}"
        walk.workflow.findings.append(Finding(0, "payload_not_named", zh, en))


def _stated_checkpoint(walk: _Walk, row: Mapping[str, Any], data: Any) -> None:
    """Compare the checkpoint that a paper or decision states with the chain before it."""
    stated = data.get("checkpoint") if isinstance(data, dict) else None
    point = _CHECKPOINT.fullmatch(stated) if isinstance(stated, str) else None
    if point is None or point["chain"] != row["chain"]:
        return
    seq = int(point["seq"])
    before = walk.digests[seq - 1] if 0 < seq <= len(walk.digests) else "0" * 24
    if seq > len(walk.digests) or not (before.startswith(point["hash"]) or point["hash"].startswith(before)):
        words = ("所载检查点与链不符", "states a checkpoint that is not of this chain")
        walk.workflow.findings.append(Finding(row["seq"], "checkpoint_differs", *words))


def _hashes(data: Any) -> Iterator[tuple[str, str]]:
    """Yield every ``sha256`` that a body names, with the file name beside it, empty when there is none."""
    if isinstance(data, dict):
        named = data.get("sha256")
        if isinstance(named, str) and _HEX.fullmatch(named):
            yield named, _name_of(data)
        for part in data.values():
            yield from _hashes(part)
    elif isinstance(data, list):
        for part in data:
            yield from _hashes(part)


def _name_of(data: Mapping[str, Any]) -> str:
    """Return the file name that stands beside a hash; for a paper that was issued its code and ``_``, a beginning.

    File names say ``F05`` for ``F05:2``, one of several of a code, and ``F11-en`` for the version ``F11.en``.
    """
    if isinstance(data.get("paper"), str):
        return f"{_WHICH.sub('', data['paper']).replace('.', '-')}_"
    name = data.get("name", data.get("file"))
    return name if isinstance(name, str) else ""


def _fits(stated: str, names: Iterable[str]) -> bool:
    return any(stated == name or (name.endswith("_") and stated.startswith(name)) for name in names)


def _end(source: Source, walk: _Walk) -> None:
    """Compare the end of the chain with the stated head and with checkpoints beyond it."""
    chain, seq, digest = source.head
    if walk.last != (seq, digest):
        raise AlteredError(walk.last[0] + 1, "链尾与登记的链头不符", "the end of the chain is not the stated head")
    beyond = [number for number in walk.anchors if number > seq or number < 1]
    if beyond:
        zh, en = f"链尾被截去：外部检查点指向第 {max(beyond)} 条", "the end was cut: a checkpoint lies beyond it"
        raise AlteredError(seq + 1, zh, f"{en} (entry {max(beyond)} of {chain})")
    if source.case is not None and not walk.newest:
        zh, en = f"链中没有案卷 {source.case} 的记录", f"the chain has no entry of case {source.case}"
        raise AlteredError(None, zh, en)


def _files(source: Source, walk: _Walk) -> None:
    """Check every file that the case names."""
    if not source.attachments_known:
        if walk.named:
            words = ("附件文件夹不在旁边，附件未核对", "the folder of attachments is not beside it: files not checked")
            walk.workflow.findings.append(Finding(0, "files_not_checked", *words))
        return
    for sha256, (seq, names) in walk.named.items():
        stated = source.names.get(sha256)
        if names and stated is not None and not _fits(stated, names):
            raise AlteredError(seq, f"附件名称与案卷不符：{stated}", f"an attachment was renamed: {stated}")
        content = source.attachment(sha256)
        if content is None:
            raise AlteredError(seq, f"附件缺失：{sha256}", f"an attachment is missing: {sha256}")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise AlteredError(seq, f"附件已改动：{sha256}", f"an attachment was changed: {sha256}")
    for sha256 in sorted(set(source.names) - set(walk.named)):
        zh, en = f"案卷未提及的文件：{source.names[sha256]}", f"a file that no entry names: {source.names[sha256]}"
        walk.workflow.findings.append(Finding(0, "file_not_named", zh, en))


# What is read


@contextmanager
def _opened(path: Path) -> Iterator[Source]:
    """Give what is at ``path``, and close it afterwards."""
    if path.is_dir():
        yield _export(lambda name: (path / name).read_bytes(), _folder_names(path))
    elif zipfile.is_zipfile(path):
        with _archive(path) as archive:
            yield _export(archive.read, [info.filename for info in archive.infolist() if not info.is_dir()])
    elif path.is_file() and _starts(path, b"SQLite format 3\0"):
        with closing(_connected(path)) as connection:
            yield _database(connection, path)
    else:
        raise UnknownError("不是导出包或数据库副本", "this is neither an export nor a database copy")


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, ValueError, zipfile.BadZipFile) as fault:
        raise UnknownError("压缩包无法打开", "the zip file cannot be opened") from fault


def _folder_names(path: Path) -> list[str]:
    return [found.relative_to(path).as_posix() for found in path.rglob("*") if not found.is_dir()]


def _starts(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(wanted)) == wanted


def _export(read: Callable[[str], bytes], names: list[str]) -> Source:
    """Check the manifest of an export and return its parts."""
    manifest = _manifest(read)
    files, (chain, seq, digest) = manifest["files"], manifest["head"].rsplit(":", 2)
    stated = (chain, int(seq), digest)
    attached = {f"attachments/{sha256}" for sha256 in manifest["names"]}
    kept = [name for name in files if _PAYLOAD_FILE.fullmatch(name)]
    listed = sorted(names) == sorted([*files, "manifest.json"]) and set(files) == {"journal.jsonl", *kept, *attached}
    if not listed or (manifest["chain"], manifest["entries"]) != stated[:2]:
        raise AlteredError(None, "文件与清单不符", "the files are not those of the manifest")
    for name in files:
        if hashlib.sha256(_content(read, name)).hexdigest() != files[name]:
            raise AlteredError(
                _bad_entry(read, name, manifest["case"]), f"文件已改动：{name}", f"a file was changed: {name}"
            )
    rows = _lines(_content(read, "journal.jsonl"))
    hashes = [name[len("payloads/") : -len(".json")] for name in kept]
    return Source(
        *(rows, stated, manifest["case"], _finder(read, files)),
        names=manifest["names"],
        payload=_keeper(read, files),
        payloads=hashes,
    )


def _manifest(read: Callable[[str], bytes]) -> dict[str, Any]:
    """Return the manifest, every member of the type it must have."""
    try:
        manifest = json.loads(read("manifest.json"), object_pairs_hook=_once)
        types = {"case": str, "chain": str, "head": str, "entries": int, "files": dict, "names": dict}
        sound = all(type(manifest[name]) is kind for name, kind in types.items())
        sound = sound and set(manifest) == {"format", *types}
        known = manifest["format"] in ("EAW-X1", "EAW-X2")
    except (*_UNREADABLE, TypeError, RecursionError) as fault:
        raise UnknownError("清单缺失或无法读取", "the manifest is missing or cannot be read") from fault
    if not known:
        raise UnknownError("不认识的导出格式", "unknown export format")
    if not sound or not _HEAD.fullmatch(manifest["head"]):
        raise AlteredError(None, "清单内容不完整", "the manifest is not complete")
    return dict(manifest)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys stand once; readers differ on which of two equal keys counts."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")
    return members


_UNREADABLE = (OSError, KeyError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
"""What a damaged folder or zip file raises; an encrypted or unknown member is a RuntimeError."""


def _content(read: Callable[[str], bytes], name: str) -> bytes:
    try:
        return read(name)
    except _UNREADABLE as fault:
        raise AlteredError(None, f"文件无法读取：{name}", f"a file cannot be read: {name}") from fault


def _bad_entry(read: Callable[[str], bytes], name: str, case: str) -> int | None:
    """Return the first entry that a changed file concerns; ``None`` for attachments, which may have many."""
    payload = _PAYLOAD_FILE.fullmatch(name)
    if payload:
        return _refers_to(read, payload[1])
    if name != "journal.jsonl":
        return None
    walk, rows = _Walk({}), _lines(_content(read, name))
    try:
        for row in rows:
            _step(Source((), (str(row.get("chain")), 0, ""), case), walk, row)
    except AlteredError as fault:
        return fault.seq
    return walk.last[0] + 1


def _refers_to(read: Callable[[str], bytes], digest: str) -> int | None:
    """Return the first entry whose body refers to personal data, or ``None``."""
    try:
        rows = enumerate(_content(read, "journal.jsonl").split(b"\n"), 1)
        return next((seq for seq, row in rows if b"$payload" in row and digest.encode() in row), None)
    except AlteredError:
        return None


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the rows of a journal file; each line must be written in the one way in which an export writes it."""
    *lines, rest = content.split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line, object_pairs_hook=_once)
            plain = json.dumps(row, ensure_ascii=False).encode() == line
        except (ValueError, RecursionError) as fault:
            raise AlteredError(number, "记录无法读取", "the entry cannot be read") from fault
        if not isinstance(row, dict) or not plain:
            raise AlteredError(number, "记录的格式不符", "the entry is not of the form of an entry")
        yield row
    if rest:
        raise AlteredError(len(lines) + 1, "末行不完整", "the last line is not complete")


def _finder(read: Callable[[str], bytes], files: Mapping[str, str]) -> Callable[[str], bytes | None]:
    def content(sha256: str) -> bytes | None:
        name = f"attachments/{sha256}"
        return _content(read, name) if name in files else None

    return content


def _keeper(read: Callable[[str], bytes], files: Mapping[str, str]) -> Callable[[str], tuple[str, str] | None]:
    def kept(digest: str) -> tuple[str, str] | None:
        name = f"payloads/{digest}.json"
        if name not in files:
            return None
        parts = _PAYLOAD.fullmatch(_content(read, name))
        return ("", "") if parts is None else (parts[2].decode(), parts[1].decode(errors="replace"))

    return kept


def _connected(path: Path) -> sqlite3.Connection:
    """Open a copy for reading; a copy on a read-only medium is opened as one that nobody changes."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error:
            connection.close()
        else:
            connection.text_factory = bytes
            return connection
    raise UnknownError("数据库无法打开", "the database cannot be opened")


def _database(connection: sqlite3.Connection, path: Path) -> Source:
    try:
        heads = [tuple(map(_value, row)) for row in connection.execute("SELECT chain, seq, hash FROM chain_head")]
    except sqlite3.Error as fault:
        raise UnknownError("不是本工作台的数据库", "this database does not belong to the workbench") from fault
    except UnicodeDecodeError as fault:
        raise AlteredError(None, "链头无法读取", "the head of the chain cannot be read") from fault
    if len(heads) != 1:
        raise AlteredError(None, "链头缺失", "the head of the chain is missing")
    folder = path.with_name(path.name + ".files")

    def content(sha256: str) -> bytes | None:
        file = folder / sha256[:2] / sha256
        return file.read_bytes() if file.is_file() else None

    guards = _guards(connection)
    return Source(_rows(connection), heads[0], None, content, folder.is_dir(), guards, payload=_stored(connection))


def _stored(connection: sqlite3.Connection) -> Callable[[str], tuple[str, str] | None]:
    """Return what finds personal data in a database copy; a row that was emptied counts as absent."""

    def kept(digest: str) -> tuple[str, str] | None:
        try:
            row = connection.execute("SELECT salt, data FROM payloads WHERE hash = ?", (digest,)).fetchone()
        except sqlite3.Error:
            return None
        salt, data = (part.decode(errors="replace") if isinstance(part, bytes) else "?" for part in row or (b"", b""))
        return (salt, data) if salt or data else None

    return kept


def _guards(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    """Note guards of the journal that are gone: a sign that somebody has been at it."""
    there = {row[0].decode() for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    wanted = {"journal_no_update", "journal_no_delete", "journal_next_only"}
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'payloads'").fetchone():
        wanted |= {"payloads_whole", "payloads_erase_only", "payloads_stay"}
    missing = sorted(wanted - there)
    words = ("日志的保护措施缺失", "guards of the journal are missing")
    return (Finding(0, "guards_missing", f"{words[0]}：{', '.join(missing)}", words[1]),) if missing else ()


def _rows(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    query = f"SELECT {', '.join(COLUMNS)} FROM journal ORDER BY seq"  # noqa: S608  only the fixed names above
    last = 0
    try:
        for row in connection.execute(query):
            values = [_value(value) for value in row]
            last += 1
            yield dict(zip(COLUMNS, values, strict=True))
    except (sqlite3.Error, UnicodeDecodeError) as fault:
        raise AlteredError(last + 1, "记录无法读取", "the entry cannot be read") from fault


def _value(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


# The command line


def checkpoints_in(text: str) -> list[Checkpoint]:
    """Return every checkpoint that a text holds, e.g. a file of them, or the words of a QR code."""
    return [Checkpoint(m["chain"], int(m["seq"]), m["hash"]) for m in _CHECKPOINT.finditer(text)]


def _given(argument: str) -> list[Checkpoint]:
    path = Path(argument)
    text = path.read_text(encoding="utf-8") if path.is_file() else argument
    found = checkpoints_in(text)
    if not found:
        raise SystemExit(f"没有检查点 · no checkpoint in: {argument}")
    return found


_WORDS = {"genuine": "真实 · GENUINE", "altered": "已改动 · ALTERED", "unknown": "无法判定 · UNKNOWN"}


def told(result: Result) -> str:
    """Return the answer as lines in both languages."""
    lines = [f"{_WORDS[result.verdict]}  {result.path}", f"  {result.zh} · {result.en}"]
    if result.case:
        lines.append(f"  案卷 · case: {result.case}")
    if result.first_bad is not None:
        lines.append(f"  首条不符的记录 · first bad entry: {result.first_bad}")
    if result.head:
        lines.append(f"  链头 · head: {result.head}（{result.count}）")
    if result.anchors:
        lines.append(f"  相符的外部检查点 · checkpoints that agree: {', '.join(map(str, result.anchors))}")
    if result.erased:
        places = ", ".join(map(str, result.erased))
        lines.append(f"  个人资料已依法删除的记录 · entries whose personal data was erased by law: {places}")
    lines += [f"  流程 · workflow {f.seq}: {f.zh} · {f.en} [{f.code}]" for f in result.findings]
    return "\n".join(lines)


def exit_code(result: Result) -> int:
    """Return the exit code of an answer."""
    if result.verdict == "genuine":
        return 3 if result.findings else 0
    return 1 if result.verdict == "altered" else 2


def as_json(result: Result) -> str:
    """Return the answer for a machine."""
    plain = {**vars(result), "findings": [vars(finding) for finding in result.findings]}
    return json.dumps(plain, ensure_ascii=False, indent=1)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(description="核验案卷导出包或数据库副本 · verify an export or a database copy")
    parser.add_argument("path", help="导出文件夹、zip 或 SQLite 副本 · export folder, zip, or SQLite copy")
    parser.add_argument(
        "--checkpoint", action="append", default=[], help="外部检查点或其文件 · checkpoint or file of them"
    )
    parser.add_argument("--json", action="store_true", help="机器可读 · for a machine")
    given = parser.parse_args(arguments)
    outside = [point for argument in given.checkpoint for point in _given(argument)]
    result = verify(given.path, outside)
    sys.stdout.write((as_json(result) if given.json else told(result)) + "\n")
    return exit_code(result)


if __name__ == "__main__":
    raise SystemExit(main())
