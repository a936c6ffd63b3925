"""Which drawing a simulation walks in: a file, the site of an application package, or the site of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workbench.core.pack import Pack
from workbench.core.scope import headcount
from workbench.core.values import Application, Feature, SitePlan
from workbench.crowd.model import MOST_PERSONS
from workbench.crowd.plan_geometry import Plan
from workbench.crowd.plan_site import SiteWords, read_plans
from workbench.errors import Text, WorkbenchError
from workbench.exchange.package import read_package
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person

MOST_BYTES = 16 * 1024 * 1024
"""Size of a drawn plan [B]; more is no plan."""
DRAWN = frozenset({".geojson", ".json"})


@dataclass(frozen=True)
class Drawing:
    """A drawing to walk in.

    Attributes:
        name: The file, or the number of the case.
        document: GeoJSON, as values or as text.
        words: How the kinds of a site plan are read.
        persons: How many the application expects; ``None`` where nothing says so.
    """

    name: str
    document: Mapping[str, Any] | str
    words: SiteWords
    persons: int | None = None

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """Return the enclosures to walk in, or refuse the drawing with the feature at fault."""
        document = self.document
        return read_plans(document.encode() if isinstance(document, str) else document, self.name, self.words)

    def order(self) -> dict[str, Any]:
        """Return the drawing as an order of the worker holds it."""
        words = {key: sorted(kinds) for key, kinds in asdict(self.words).items()}
        return {"name": self.name, "plan": self.document, "words": words}


def file_drawing(source: Path, rules: Pack) -> Drawing:
    """Return the drawing of a plan file, or of the site that an application package draws.

    Raises:
        WorkbenchError: It cannot be read, is too large, or the package draws no site.
    """
    if source.suffix.lower() in DRAWN:
        return Drawing(source.name, _text(source), site_words(rules))
    return site_drawing(source.name, read_package(source, rules, extract_text=False), rules)


def case_drawing(desk: Desk, person: Person, case: str) -> Drawing:
    """Return the drawing of the site of a case, with the office's own changes to it.

    Raises:
        NotAllowedError: The person may not read cases.
        WorkbenchError: The application draws no site.
    """
    access.require(desk.pack, person, "read_case")
    look = Look(desk, desk.case(case))
    return site_drawing(look.case.number or case, look.plan, look.pack)


def site_drawing(name: str, application: Application, rules: Pack) -> Drawing:
    """Return the drawing of an application's site, with the people that its zones expect."""
    if application.site is None:
        told = Text("申请包没有可读的平面图", "the package has no readable site plan")
        raise WorkbenchError(told, where=name, remedy=Text("补充 site.geojson", "add site.geojson"))
    expected = headcount(application)
    persons = expected if expected and 0 < expected <= MOST_PERSONS else None
    return Drawing(name, document(application.site, _peaks(application)), site_words(rules), persons)


def site_words(rules: Pack) -> SiteWords:
    """Return how the kinds of a site plan are read for a simulation."""
    return SiteWords(*(frozenset(rules.lists[f"simulation_{key}"]) for key in ("exits", "solids", "starts")))


def document(site: SitePlan, peaks: Mapping[str, int]) -> dict[str, Any]:
    """Return a site as GeoJSON; a zone has the persons expected there."""
    return {"type": "FeatureCollection", "features": [_entry(one, peaks) for one in site.features]}


def _peaks(application: Application) -> dict[str, int]:
    """Return the expected peak of each zone that states one, by the code of its drawing."""
    stated = ((row.values.get("ref") or row.values.get("code"), row.values.get("expected_peak"))
              for row in application.rows("zones"))  # fmt: skip
    return {str(code): peak for code, peak in stated if isinstance(peak, int) and 0 <= peak <= MOST_PERSONS}


def _text(source: Path) -> str:
    try:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise WorkbenchError(Text("无法读取平面图", "the plan cannot be read"), where=str(source)) from fault
    if len(data) > MOST_BYTES:
        raise WorkbenchError(Text("平面图文件过大", "the plan file is too large"), where=source.name)
    return data.decode("utf-8-sig", errors="replace")


def _entry(feature: Feature, peaks: Mapping[str, int]) -> dict[str, Any]:
    rings = [[[float(x), float(y)] for x, y in ring] for ring in feature.rings]
    coordinates: Any = {"Point": rings[0][0], "LineString": rings[0]}.get(feature.geometry, rings)
    if feature.geometry == "MultiPolygon":
        coordinates, start = [], 0
        for count in feature.parts:
            coordinates.append(rings[start : start + count])
            start += count
    said: dict[str, Any] = {"layer": feature.layer, "code": feature.code, "kind": feature.kind}
    if feature.layer == "zone" and feature.code in peaks:
        said["persons"] = peaks[feature.code]
    return {"properties": said, "geometry": {"type": feature.geometry, "coordinates": coordinates}}
