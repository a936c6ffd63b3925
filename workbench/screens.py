"""Every screen by name, painted from the sample data: for the read-me, for reviews and for picture tests.

``SCREENS`` maps a name to a function that brings a window on the sample office to that screen. The pictures are taken
of the real window on a real database in a temporary folder, so that what they show can be checked against the journal.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QElapsedTimer, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from workbench.errors import refuse_unknown
from workbench.screens_ground import ground_screens
from workbench.services import demo, office, office_standing, promises
from workbench.services.desk import Desk
from workbench.services.views import Person
from workbench.ui.case_papers import CasePapers
from workbench.ui.settings import Settings
from workbench.ui.theme import NAMES

if TYPE_CHECKING:
    from workbench.app import Window

SIZE = (1440, 900)
LANGUAGES = ("zh", "en")
UNDER_REVIEW = frozenset({"accepted", "tolerated", "received"})
QUIET = 300
"""How long nothing may happen before a screen counts as filled [ms]; longer than the rests of preview and typing."""
LONG_PASS = 40
"""A longer pass of the event loop did something: on a slow machine a rest may have run out meanwhile [ms]."""
NANOSECONDS = 1_000_000
"""In one millisecond."""
PATIENCE = 60_000
"""How long a screen may take to fill [ms]."""
LONG = 10
"""So many times that, a run on the worker may take."""


@dataclass
class Stage:
    """A window on the sample office, with the people of the sample."""

    window: Window
    desk: Desk
    people: dict[str, Person]

    def enter(self, role: str) -> Window:
        """Sign the person of a role in and wait until the first screen is filled."""
        person = next(person for person in self.people.values() if role in person.roles)
        self.window.session.sign_in(person)
        self.window.start(first_screen(role))
        self.settle()
        return self.window

    def settle(self) -> None:
        """Let every use case end and every timer that fills a screen run out."""
        settle(self.window)


def settle(window: Window) -> None:
    """Run the event loop until the worker is idle and the preview has followed."""
    limit, passed, still = QDeadlineTimer(PATIENCE), QElapsedTimer(), 0
    passed.start()
    while still < QUIET * NANOSECONDS and not limit.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        # The whole turn is measured: time in which this thread did not get to run is no time of quiet.
        turn = passed.nsecsElapsed()
        passed.start()
        disturbed = window.session.worker.is_busy() or turn > LONG_PASS * NANOSECONDS
        still = 0 if disturbed else still + turn


def first_screen(role: str) -> str:
    """Return the screen on which a role starts."""
    return {"officer": "queue", "approver": "countersign", "supervisor": "history"}.get(role, "")


def _sign_in(stage: Stage) -> QWidget:
    stage.window.front.show_sign_in()
    return stage.window


def _first_run(stage: Stage) -> QWidget:
    stage.window.front.show_first_run()
    return stage.window


def _queue(stage: Stage) -> QWidget:
    return stage.enter("officer")


def _history(stage: Stage) -> QWidget:
    window = stage.enter("supervisor")
    page = window.page()
    page.chain.verify_requested.emit()  # type: ignore[attr-defined]
    return window


def _registers(stage: Stage) -> QWidget:
    window = stage.enter("officer")
    window.show_screen("registers")
    stage.settle()
    page = window.page()
    page.show_register("-proposed")  # type: ignore[attr-defined]
    return window


def _events(stage: Stage) -> QWidget:
    window = stage.enter("officer")
    window.show_screen("events")
    return window


def _calendar(stage: Stage) -> QWidget:
    window = stage.enter("administrator")
    window.show_screen("calendar")
    return window


def _numbers(stage: Stage) -> QWidget:
    window = stage.enter("approver")
    window.show_screen("numbers")
    return window


def _models(tab: int) -> Callable[[Stage], QWidget]:
    """Return what shows a tab of the crowd models."""

    def show(stage: Stage) -> QWidget:
        window = stage.enter("officer")
        window.show_screen("models")
        stage.settle()
        window.page().tabs.setCurrentIndex(tab)  # type: ignore[attr-defined]
        return window

    return show


def _papers(stage: Stage) -> QWidget:
    page = stage.enter("supervisor").page()
    page.show_papers()  # type: ignore[attr-defined]
    return page.findChildren(CasePapers)[0]


def _precheck(stage: Stage) -> QWidget:
    stage.window.front.precheck.show()
    stage.window.front.precheck.check(str(office_standing.sample_package()))
    return stage.window


def _case(step: int) -> Callable[[Stage], QWidget]:
    """Return what shows a step of the case that is under review."""

    def show(stage: Stage) -> QWidget:
        window = stage.enter("officer")
        cases = window.page().view.model_.cases()  # type: ignore[attr-defined]
        window.open_case(next((case.case for case in cases if case.status in UNDER_REVIEW), cases[0].case))
        stage.settle()
        window.page().go(step)  # type: ignore[attr-defined]
        return window

    return show


def _crowd(tab: int) -> Callable[[Stage], QWidget]:
    """Return what shows a bench of the crowd page of the case under review."""

    def show(stage: Stage) -> QWidget:
        window = _case(15)(stage)
        stage.settle()
        window.page().page().tabs.setCurrentIndex(tab)  # type: ignore[attr-defined]
        return window

    return show


def _deployment(below: int, side: int) -> Callable[[Stage], QWidget]:
    """Return what shows a strip under the posts of the case under review, and a tab beside them."""

    def show(stage: Stage) -> QWidget:
        window = _case(7)(stage)
        stage.settle()
        page = window.page().page()  # type: ignore[attr-defined]
        page.below.setCurrentIndex(below)
        page.side.tabs.setCurrentIndex(side)
        return window

    return show


def _crowd_flow(stage: Stage) -> QWidget:
    """Show counted people of the case that has most of them."""
    window = stage.enter("officer")
    cases = [stage.desk.case(name.split("/")[1]) for name in stage.desk.database.journal.streams("case")]
    window.open_case(max(cases, key=lambda case: len(case.application.rows("flow"))).id)
    stage.settle()
    window.page().go(15)  # type: ignore[attr-defined]
    stage.settle()
    window.page().page().tabs.setCurrentIndex(2)  # type: ignore[attr-defined]
    return window


def _crowd_simulation(stage: Stage) -> QWidget:
    """Show a walk of a few people out of the site of the case under review."""
    window = _crowd(3)(stage)
    pane = window.page().page().simulation  # type: ignore[attr-defined]
    stage.settle()
    pane.form.persons.setText("200")
    pane.begin()
    _wait(lambda: not pane.bench.run.running)
    return window


def _models_simulation(stage: Stage) -> QWidget:
    """Show the verification cases of the simulation, two of them run."""
    window = _models(3)(stage)
    pane = window.page().cases  # type: ignore[attr-defined]
    pane.bench.begin(("IMO-1", "RiMEA-1"))
    _wait(lambda: not pane.bench.run.running)
    return window


def _wait(until: Callable[[], bool]) -> None:
    """Run the event loop until something has ended; a walk of many takes its time on a slow machine."""
    limit = QDeadlineTimer(LONG * PATIENCE)
    while not until() and not limit.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _site_object(stage: Stage) -> QWidget:
    """Show the site plan with its largest gate selected and its form beside it."""
    window = _case(6)(stage)
    stage.settle()
    plan = window.page().page().plan  # type: ignore[attr-defined]
    gates = [one for one in plan.scene.drawn.values() if one.feature.layer == "gate"]
    plan.select([max(gates, key=lambda one: one.feature.length or 0).key])
    return window


def _site_coverage(stage: Stage) -> QWidget:
    """Show the coverage of the plan under review with a proposal of mobile points."""
    window = _case(6)(stage)
    stage.settle()
    page = window.page().page()  # type: ignore[attr-defined]
    part = page.parts[-1]
    page.panes.setCurrentWidget(part.pane)
    _wait(lambda: part.view is not None)
    return window


def _site_placement(stage: Stage) -> QWidget:
    """Show a proposal of mobile points that reach nearly all in twenty seconds."""
    window = _site_coverage(stage)
    part = window.page().page().parts[-1]  # type: ignore[attr-defined]
    pane = part.pane.placement
    part.pane.tabs.setCurrentWidget(pane)
    pane.within.setValue(20)
    pane.by_share.setChecked(True)
    pane.run()
    _wait(lambda: pane.found is not None)
    return window


def _promises(stage: Stage) -> QWidget:
    window = stage.enter("officer")
    found = promises.register(stage.desk, next(p for p in stage.people.values() if "officer" in p.roles))
    window.open_case(found.lines[0].case if found.lines else stage.desk.database.journal.streams("case")[0][5:])
    stage.settle()
    window.page().go(12)  # type: ignore[attr-defined]
    return window


def _granted(stage: Stage, step: int) -> QWidget:
    """Show a step of a granted case."""
    window = stage.enter("officer")
    cases = [stage.desk.case(name.split("/")[1]) for name in stage.desk.database.journal.streams("case")]
    granted = next(case for case in cases if case.decision is not None and case.decision.outcome == "grant")
    window.open_case(granted.id)
    stage.settle()
    window.page().go(step)  # type: ignore[attr-defined]
    return window


def _tolerated(stage: Stage) -> QWidget:
    window = stage.enter("officer")
    window.show_screen("tolerated")
    return window


SCREENS: dict[str, Callable[[Stage], QWidget]] = {
    "first_run": _first_run,
    "sign_in": _sign_in,
    "queue": _queue,
    **{f"case_{step}": _case(step) for step in range(1, 9)},
    **ground_screens(_case),
    "site_object": _site_object,
    "consult": _case(11),
    "facts": _case(10),
    "promises": _promises,
    "tolerated": _tolerated,
    "case_clocks": _case(9),
    "emergency": _case(16),
    "crowd_capacity": _case(15),
    "crowd_screening": _crowd(1),
    "crowd_flow": _crowd_flow,
    "crowd_transport": _crowd(4),
    "crowd_simulation": _crowd_simulation,
    "deployment_plan": _deployment(1, 1),
    "deployment_comms": _deployment(2, 2),
    "deployment_cards": _deployment(3, 3),
    "deployment_roster": _deployment(4, 4),
    "site_coverage": _site_coverage,
    "site_placement": _site_placement,
    "case_registers": _case(14),
    "registers": _registers,
    "events": _events,
    "calendar": _calendar,
    "case_13": partial(_granted, step=13),
    "risk_scored": partial(_granted, step=5),
    "history": _history,
    "numbers": _numbers,
    "models": _models(0),
    "models_verification": _models(1),
    "models_sources": _models(2),
    "models_simulation": _models_simulation,
    "models_backtest": _models(4),
    "papers": _papers,
    "precheck": _precheck,
}
"""Name → what brings the window there."""


FEW = (("light", "zh"), ("dark", "en"))
"""Looks that differ in theme and language: what is right in both is seldom wrong in the other two."""


def render(out: Path, only: tuple[str, ...] = (), few: tuple[str, ...] = ()) -> Iterator[Path]:
    """Paint the named screens, or all, in both themes and languages; yield the files (``queue_light_zh.png``).

    Those of ``few`` are painted in the looks of :data:`FEW` only.
    """
    from workbench.app import make_application

    refuse_unknown((*only, *few), SCREENS)
    application = make_application()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo.sample_office(folder)
        for theme in NAMES:
            for language in LANGUAGES:
                stage = _stage(application, folder, theme, language)
                names = only or tuple(SCREENS)
                for name in (*names, *few) if (theme, language) in FEW else names:
                    target = out / f"{name}_{theme}_{language}.png"
                    shown = SCREENS[name](stage)
                    stage.settle()
                    shown.grab().save(str(target))
                    if shown is not stage.window:
                        shown.close()
                    yield target
                _strike(stage)


def _stage(application: QApplication, folder: str, theme: str, language: str) -> Stage:
    """Return a window on the sample office in one look, at the sign-in page."""
    from workbench.app import make_window

    settings = Settings(Path(folder) / "window.ini")
    settings.theme, settings.language = theme, language
    window = make_window(application, settings)
    window.resize(*SIZE)
    window.show()
    window.front.open(folder)
    settle(window)
    desk = window.session.desk
    return Stage(window, desk, {person.account: person for person in office.people(desk)})


def _strike(stage: Stage) -> None:
    """Close the window and its database."""
    stage.window.close()
    stage.desk.close()
    stage.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
