"""Taking in an application package: a folder, a zip, or a bare workbook, into one :class:`Application`.

Reading stores nothing and writes nothing: a dry run is a reading whose result is thrown away. Each file is read
once; it is hashed and its text taken out while it is in hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from workbench.core.pack import Pack
from workbench.core.values import Application, Attachment, Feature, Problem, Row, SitePlan, WindowEvent
from workbench.errors import PackageError, Text
from workbench.exchange.archive import Container, FolderContainer, Inner, SingleFile, ZipContainer, read_file
from workbench.exchange.attachments import take_in
from workbench.exchange.cross_checks import Checking, cross_checked
from workbench.exchange.document_checks import documents_checked
from workbench.exchange.dxf import read_dxf
from workbench.exchange.limits import DEFAULT, Cancelled, Limits, Progress, Watch
from workbench.exchange.notes import Notes, PackageRefused, Place
from workbench.exchange.pictures import size_of
from workbench.exchange.sheet_writer import Reading
from workbench.exchange.site_plan import measured, read_geojson
from workbench.exchange.window_log import FLOW, read_flow, read_log
from workbench.exchange.workbook import read_workbook
from workbench.site.calibration import read_world_file
from workbench.site.geometry import MM

WORKBOOK = "application.xlsx"
_ATTACHMENTS = "attachments/"
_GEOJSON, _DXF, _LOG, _FLOW_CSV = "site.geojson", "site.dxf", "window_log.csv", "flow.csv"
PICTURE, _WORLD = "site.png", "site.pgw"
"""The picture of the whole site and where it lies."""
_OTHERS = frozenset({PICTURE, _WORLD})
_ZIP_HEAD, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"

Source: TypeAlias = str | Path


@dataclass(frozen=True)
class OpenedPackage:
    """A package that was read and is still open, so that its files can be stored.

    Attributes:
        application: What the package says.
    """

    application: Application
    _inner: Inner = field(repr=False)

    def read(self, name: str) -> bytes:
        """Return the bytes of an attachment.

        Args:
            name: :attr:`Attachment.name`.

        Raises:
            PackageError: No such attachment, or its bytes are no longer those that were hashed.
        """
        known = self.application.attachment(name)
        if known is None:
            raise PackageError(Text("包内没有这个附件", "the package has no such attachment"), where=name)
        return self._checked(_ATTACHMENTS + name, name, known.sha256)

    def picture(self) -> bytes | None:
        """Return the bytes of the picture under the plan; ``None`` when the package has none that can be used."""
        plan = self.application.site
        found = next(plan.layer("background"), None) if plan else None
        return self._checked(PICTURE, PICTURE, str(found.get("sha256"))) if found else None

    def _checked(self, path: str, name: str, sha256: str) -> bytes:
        data = self._inner.read(path)
        if take_hash(data) != sha256:
            message = Text("文件在导入过程中被改动，请重新导入", "the file changed while it was taken in; import again")
            raise PackageError(message, where=name)
        return data


def take_hash(data: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class _Job:
    """What one reading carries through its steps."""

    pack: Pack
    limits: Limits
    watch: Watch
    extract_text: bool
    notes: Notes = field(default_factory=Notes)


def read_package(
    path: Source,
    pack: Pack,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    extract_text: bool = True,
) -> Application:
    """Return what a package says, with every problem found.

    Args:
        path: A folder, a zip with one top folder (or the files at its root), or a bare ``.xlsx`` workbook.
        pack: Schema of the workbook (``sheets``) and the code tables.
        limits: Office limits; ``None`` = the defaults.
        progress: Called per file.
        cancelled: Asked per file and every few rows.
        extract_text: False leaves out the text of attachments.

    Raises:
        PackageRefused: The package cannot be taken in at all; ``problems`` lists every refused entry.
        ImportCancelled: The person stopped the import.
    """
    job = _Job(pack, limits or DEFAULT, Watch(progress, cancelled), extract_text)
    with _opened(Path(path), job) as (application, _):
        return application


@contextmanager
def open_package(
    path: Source,
    pack: Pack,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    extract_text: bool = True,
) -> Iterator[OpenedPackage]:
    """Read a package and keep it open, so that :meth:`OpenedPackage.read` gives the bytes of its attachments.

    Arguments and errors as for :func:`read_package`.
    """
    job = _Job(pack, limits or DEFAULT, Watch(progress, cancelled), extract_text)
    with _opened(Path(path), job) as (application, inner):
        yield OpenedPackage(application, inner)


@contextmanager
def _opened(path: Path, job: _Job) -> Iterator[tuple[Application, Inner]]:
    with _entered(path, job) as inner:
        yield _application(path, inner, job), inner


def _entered(path: Path, job: _Job) -> Inner:
    """Return the package seen from the folder that holds the application workbook."""
    if not path.exists():
        raise PackageRefused(Text("找不到文件", "no such file"), where=path.name)
    if path.is_dir():
        container: Container = FolderContainer(path, job.limits, job.notes)
    elif _is_zip(path):
        container = ZipContainer(path, job.limits, job.notes)
    else:
        return Inner(SingleFile(path, WORKBOOK, job.limits), "")
    try:
        return Inner(container, _prefix(container, path, job.notes))
    except PackageRefused:
        container.close()
        raise


def _is_zip(path: Path) -> bool:
    """Tell a package archive from a bare workbook: by name for ``.xlsx``, by content otherwise."""
    if path.suffix.lower() == ".xlsx":
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise PackageRefused(Text("文件无法读取", "the file cannot be read"), where=path.name) from error
    if head in {_ZIP_HEAD, _EMPTY_ZIP}:
        return True
    message = (
        Text("文件为空（0 字节）", "the file is empty (0 bytes)")
        if not head
        else Text("不是申请包：须为文件夹、zip 或 xlsx 工作簿", "not a package: a folder, a zip or an xlsx workbook")
    )
    raise PackageRefused(message, where=path.name)


def _prefix(container: Container, path: Path, notes: Notes) -> str:
    """Return the folder of the workbook inside the package, with its slash; empty at the root."""
    names = container.names()
    if WORKBOOK in names:
        if path.is_file():
            message = Text("申请文件直接放在压缩包根部，已接受", "the files lie at the root of the archive; accepted")
            notes.info("no_top_folder", message, Place(path.name))
        return ""
    inside = [name for name in names if name.count("/") == 1 and name.endswith(f"/{WORKBOOK}")]
    if len(inside) != 1:
        zh, en = ("有多个申请文件夹", "several application folders") if inside else ("缺少", "no")
        raise PackageRefused(
            Text(f"{zh} {WORKBOOK}", f"{en} {WORKBOOK}"),
            where=path.name,
            remedy=Text("一个申请包只含一个文件夹，内有申请表工作簿", "one package holds one folder with the workbook"),
        )
    prefix = inside[0].removesuffix(WORKBOOK)
    for name in names:
        if not name.startswith(prefix):
            notes.warn(
                "outside", Text("不在申请文件夹内，未采用", "outside the application folder; not used"), Place(name)
            )
    return prefix


def _application(path: Path, inner: Inner, job: _Job) -> Application:
    names = inner.names()
    shown = path.name if names == (WORKBOOK,) and path.is_file() and path.suffix.lower() == ".xlsx" else WORKBOOK
    job.watch.step(0, len(names), shown)
    book = read_workbook(inner.read(WORKBOOK), Reading(shown, job.pack, job.limits, job.notes, job.watch))
    flow = _flow(inner, names, job)
    application = Application(
        format_version=book.version,
        fields=book.fields,
        sheets={**book.sheets, **({FLOW: flow} if flow else {})},
        attachments=_attachments(inner, names, job),
        window_log=_log(inner, names, job),
        site=_with_picture(_site(inner, names, job), inner, names, job),
        missing_sheets=book.missing,
        source=path.name,
    )
    _tell_unknown(names, job.notes)
    check = Checking(job.pack, job.notes, shown)
    checked = documents_checked(cross_checked(application, check), check)
    return replace(checked, problems=job.notes.all())


def _attachments(inner: Inner, names: tuple[str, ...], job: _Job) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    kept: dict[str, bytes] = {}
    room = job.limits.keep_bytes
    for done, name in enumerate(names, 1):
        if not name.startswith(_ATTACHMENTS):
            continue
        job.watch.step(done, len(names), name)
        data = inner.read(name)
        found.append(
            take_in(name.removeprefix(_ATTACHMENTS), data, job.limits, job.notes, extract_text=job.extract_text)
        )
        room -= len(data)
        if room >= 0:
            kept[name] = data
    inner.kept = kept
    return tuple(found)


def _log(inner: Inner, names: tuple[str, ...], job: _Job) -> tuple[WindowEvent, ...]:
    return read_log(inner.read(_LOG), _LOG, job.limits, job.notes) if _LOG in names else ()


def _flow(inner: Inner, names: tuple[str, ...], job: _Job) -> tuple[Row, ...]:
    return read_flow(inner.read(_FLOW_CSV), _FLOW_CSV, job.limits, job.notes) if _FLOW_CSV in names else ()


def _with_picture(plan: SitePlan | None, inner: Inner, names: tuple[str, ...], job: _Job) -> SitePlan | None:
    """Return the plan with its picture as an object of the layer ``background``, where both parts of it are there."""
    if plan is None or PICTURE not in names or _WORLD not in names:
        return plan
    data = inner.read(PICTURE)
    try:
        size = size_of(data, PICTURE)
        transform = read_world_file(inner.read(_WORLD).decode("ascii", errors="replace")[:2000], _WORLD)
    except PackageError as fault:
        job.notes.warn("broken", fault.message, Place(fault.where or PICTURE))
        return plan
    corners = tuple((_metres(x), _metres(y)) for x, y in transform.corners(*size))
    extra = (("height", size[1]), ("sha256", take_hash(data)), ("width", size[0]))
    picture = Feature(
        *("background", "BG", "image", PICTURE, "Polygon", ((*corners, corners[0]),)),
        extra=extra,
    )
    return replace(plan, features=(*plan.features, measured(picture)))


def _metres(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(MM)


def _site(inner: Inner, names: tuple[str, ...], job: _Job) -> SitePlan | None:
    """Return the drawn plan: GeoJSON, else the DXF file, else nothing."""
    for name in (_GEOJSON, _DXF):
        if name not in names:
            continue
        try:
            return _SITES[Path(name).suffix](inner.read(name), name, job.limits, job.notes)
        except PackageRefused as error:
            job.notes.error("broken", error.message, Place(name))
    if _GEOJSON not in names and len(names) > 1:
        message = Text("缺少 site.geojson，平面图核对显示“缺数据”", "site.geojson is missing; the plan has no data")
        job.notes.error("missing_file", message, Place(_GEOJSON))
    return None


_SITES = {".geojson": read_geojson, ".json": read_geojson, ".dxf": read_dxf}


@dataclass(frozen=True)
class SiteReading:
    """A drawn plan read by itself, and what was noticed."""

    plan: SitePlan
    problems: tuple[Problem, ...] = ()


def read_site(path: Source, *, limits: Limits | None = None, unit: str = "") -> SiteReading:
    """Read a bare ``.geojson`` or ``.dxf`` file.

    Args:
        path: The file.
        limits: Office limits; ``None`` = the defaults.
        unit: For DXF: the unit to use instead of the one the file declares (``millimetre``, ``metre`` …).

    Raises:
        PackageRefused: Not a plan that can be read.
    """
    file = Path(path)
    notes = Notes()
    limits = limits or DEFAULT
    data = read_file(file, file.name, limits)
    if file.suffix.lower() == ".dxf":
        plan = read_dxf(data, file.name, limits, notes, unit=unit)
    else:
        plan = read_geojson(data, file.name, limits, notes)
    return SiteReading(plan, notes.all())


def _tell_unknown(names: tuple[str, ...], notes: Notes) -> None:
    known: Mapping[str, object] = dict.fromkeys((WORKBOOK, _GEOJSON, _DXF, _LOG, _FLOW_CSV, *_OTHERS))
    for name in names:
        if name not in known and not name.startswith(_ATTACHMENTS) and not name.lower().endswith(".md"):
            notes.info(
                "unknown_file",
                Text("不属于申请包格式，未采用", "not part of the package format; not used"),
                Place(name),
            )
