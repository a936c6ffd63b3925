"""From start to work: open the database, first run, sign in, lock, and the liaison's desk.

The window is painted before the libraries of the database are loaded: they come in with the first use case, on the
worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from workbench.core.values import Scalar
from workbench.errors import WorkbenchError
from workbench.services.views_lists import Person
from workbench.ui.cover import FaultCover
from workbench.ui.i18n import tr
from workbench.ui.main_window import MainWindow
from workbench.ui.session import Session
from workbench.ui.sign_in import SignInPage

if TYPE_CHECKING:
    from workbench.services.desk import Desk
    from workbench.services.office_standing import Standing
    from workbench.ui.first_run import FirstRun, FirstRunPage
    from workbench.ui.packet_desk import PacketDesk
    from workbench.ui.precheck_desk import PrecheckDesk

__all__ = ["FrontDesk"]


class FrontDesk(QObject):
    """Stands between the start and the screens of a signed-in person."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self.session = session
        self.window = window
        self._people: tuple[Person, ...] = ()
        self._standing: Standing | None = None
        self._answers: FirstRun | None = None
        self._page: Any = None
        window.packet_requested.connect(self.show_packets)
        window.locked.connect(self._lock)
        window.sign_out_requested.connect(self._sign_out)
        window.precheck_requested.connect(self.show_precheck)
        session.changed.connect(lambda _case: self._ask_standing())

    @cached_property
    def precheck(self) -> PrecheckDesk:
        """The liaison's desk; made, like the other one, when it is first asked for."""
        from workbench.ui.precheck_desk import PrecheckDesk

        desk = PrecheckDesk(self.session, self.window)
        desk.left.connect(self.show_sign_in)
        return desk

    @cached_property
    def packets(self) -> PacketDesk:
        """The desk of another authority."""
        from workbench.ui.packet_desk import PacketDesk

        desk = PacketDesk(self.session, self.window)
        desk.left.connect(self.show_sign_in)
        return desk

    def show_precheck(self) -> None:
        """Show the liaison's desk."""
        self.precheck.show()

    def show_packets(self) -> None:
        """Show the desk of another authority."""
        self.packets.show()

    # Opening

    def start(self, location: str) -> None:
        """Open the database at a place, or ask a new user where it shall live."""
        place = location or self.session.settings.location
        task = self.session.do(_found, place)
        task.done.connect(lambda found: self._opened(found) if found else self.show_first_run())
        task.failed.connect(lambda fault: self._cannot_open(place, fault))

    def open(self, location: str) -> None:
        """Open the database at a place."""
        task = self.session.do(_opened, location)
        task.done.connect(self._opened)
        task.failed.connect(lambda fault: self._cannot_open(location, fault))

    def show_first_run(self) -> None:
        """Show the pages of a new user."""
        from workbench.services import office

        suggested = str(office.place_of(self.session.settings.location))
        self.window.cover(lambda: self._first_run(suggested))

    def show_sign_in(self) -> None:
        """Show the accounts, or the first-run pages when there are none."""
        if self.session.desk is None:
            self.start("")
        else:
            self.window.cover(lambda: self._sign_in(locked=False))

    def _opened(self, found: tuple[Desk, tuple[Person, ...], Standing]) -> None:
        desk, self._people, self._standing = found
        session = self.session
        session.desk = desk
        session.read_only = desk.read_only
        session.sample_day = desk.sample_day
        session.organ = self._standing.organ
        session.today = lambda: desk.today
        session.settings.location = self._standing.place
        self._say_standing()
        if self._people:
            self.show_sign_in()
        else:
            from workbench.ui.first_run import FirstRun

            self._answers = FirstRun(location=self._standing.place, page=2)
            self.show_first_run()

    def _cannot_open(self, location: str, fault: WorkbenchError) -> None:
        def made() -> FaultCover:
            page = FaultCover(tr("打不开资料库"), fault)
            page.retry_requested.connect(lambda: self.open(location))
            page.other_requested.connect(self.show_first_run)
            self._look(page)
            return page

        self.window.cover(made)

    # First run

    def _first_run(self, suggested: str) -> FirstRunPage:
        from workbench.ui.first_run import FirstRunPage

        page = FirstRunPage(suggested, self._answers)
        page.finished.connect(self._make)
        page.language_chosen.connect(lambda name: self._relook(page, language=name))
        page.language_requested.connect(lambda: self._relook(page, language=_other_language(self.session)))
        page.theme_requested.connect(lambda: self._relook(page, theme=_other_theme(self.session)))
        self._page = page
        return page

    def _relook(self, page: FirstRunPage, *, language: str = "", theme: str = "") -> None:
        """Change the look and keep what is typed."""
        self._answers = page.answers()
        self.window.use(language_=language, theme=theme)

    def _make(self, answers: FirstRun) -> None:
        self._answers = answers
        task = self.session.do(_made, answers, self.session.desk)
        task.done.connect(self._opened)
        task.failed.connect(self._page.show_fault)

    # Signing in and out

    def _sign_in(self, *, locked: bool) -> SignInPage:
        person = self.session.person
        people = (person,) if locked and person is not None else self._people
        hint = self._standing.hint if self._standing else ""
        last = self.session.settings.last_account
        page = SignInPage(people, chosen=last, locked=locked, facts=self._facts(), hint=hint)
        page.sign_in_requested.connect(lambda account, word: self._try(account, word, locked=locked))
        page.liaison_requested.connect(self.show_precheck)
        page.packet_requested.connect(self.show_packets)
        self._look(page)
        self._page = page
        return page

    def _try(self, account: str, password: str, *, locked: bool) -> None:
        task = self.session.do(_signed, self.session.desk, account, password)
        task.done.connect(self.window.uncover if locked else self._signed_in)
        task.failed.connect(self._page.show_fault)

    def _signed_in(self, person: Person) -> None:
        self.session.sign_in(person)
        self.window.start(_first_screen(person))
        self.session.ask(_drafts).done.connect(self._offer_drafts)

    def _sign_out(self) -> None:
        self.session.sign_out()
        self.window.forget()
        self.show_sign_in()

    def _lock(self) -> None:
        self.window.cover(lambda: self._sign_in(locked=True))

    def _offer_drafts(self, drafts: Sequence[Any]) -> None:
        """Offer back what was typed and never given."""
        if not drafts:
            return
        from workbench.ui.dialogs import OpenText, RecoveryDialog

        texts = [OpenText(d.case, d.field, _where(d.field), d.text, d.at) for d in drafts]
        dialog = RecoveryDialog(self.window, texts)
        dialog.chosen.connect(lambda text: self.window.open_case(text.case))
        dialog.dropped.connect(lambda text: self.session.ask(_drop, text.case, text.field))
        dialog.open()

    # Standing

    def _ask_standing(self) -> None:
        self.session.do(_standing, self.session.desk).done.connect(self._took_standing)

    def _took_standing(self, standing: Standing) -> None:
        self._standing = standing
        self._say_standing()

    def _say_standing(self) -> None:
        if self._standing is None:
            return
        found = self._standing
        pack = tr("规则包 {pack}", pack=f"{found.pack} {found.version}")
        chain = tr("审计链 #{count}", count=f"{found.count:,}")
        self.window.say_ground((("", pack), ("link", chain), ("database", Path(found.place).name)))

    def _facts(self) -> tuple[tuple[str, str], ...]:
        if self._standing is None:
            return ()
        found = self._standing
        return (
            ("link", tr("审计链 {count} 条", count=f"{found.count:,}")),
            ("scale", tr("规则包 {pack}", pack=f"{found.pack} {found.version}")),
        )

    def _look(self, page: SignInPage | FaultCover) -> None:
        page.language_requested.connect(lambda: self.window.use(language_=_other_language(self.session)))
        page.theme_requested.connect(lambda: self.window.use(theme=_other_theme(self.session)))


def _drafts(desk: Desk, person: Person) -> Sequence[object]:
    """Return what the person typed and never gave. Runs on the worker, as what follows."""
    from workbench.services import review

    return review.drafts(desk, person)


def _drop(desk: Desk, person: Person, case: str, field: str) -> None:
    """Forget what was typed into a field."""
    from workbench.services import review

    review.keep_draft(desk, person, case, field, "")


def _signed(desk: Desk, account: str, password: str) -> Person:
    """Return who signs in."""
    from workbench.services import office

    return office.sign_in(desk, account, password)


def _standing(desk: Desk) -> Standing:
    """Return where the office stands now."""
    from workbench.services import office_standing

    return office_standing.standing(desk)


def _found(location: str) -> tuple[Desk, tuple[Person, ...], Standing] | None:
    """Open the database at a place; ``None`` when there is none yet."""
    from workbench.services import office

    return _opened(location) if office.exists(location) else None


def _opened(location: str) -> tuple[Desk, tuple[Person, ...], Standing]:
    """Open a database and read what the sign-in page shows. Runs on the worker."""
    from workbench.services import office, office_standing

    desk = office.open_office(location)
    return desk, office.people(desk), office_standing.standing(desk)


def _made(answers: FirstRun, desk: Desk | None) -> tuple[Desk, tuple[Person, ...], Standing]:
    """Make the database that a new user asked for. Runs on the worker."""
    from workbench.services import office, office_standing
    from workbench.services.office import NewPerson

    if answers.sample and desk is None and not office.exists(answers.location):
        from workbench.services import demo

        demo.sample_office(answers.location)
    place = desk or office.open_office(answers.location)
    if answers.account and not office.has_people(place):
        roles = frozenset({"administrator"})
        wanted = NewPerson(answers.account, answers.name, answers.password, roles, answers.organisation)
        office.add_user(place, None, wanted)
    return place, office.people(place), office_standing.standing(place)


_START = (("officer", "queue"), ("approver", "countersign"), ("supervisor", "history"), ("administrator", "accounts"))


def _first_screen(person: Person) -> str:
    """Return the screen on which a person's work starts."""
    return next((screen for role, screen in _START if role in person.roles), "")


def _where(field: str) -> str:
    """Return the place of a draft in words: step fields are named ``step/object``."""
    names: dict[str, Scalar] = {"note": tr("页面批注"), "opinion": tr("审查意见"), "reason": tr("理由")}
    return str(names.get(field.split("/", maxsplit=1)[0], field))


def _other_language(session: Session) -> str:
    return "en" if session.settings.language == "zh" else "zh"


def _other_theme(session: Session) -> str:
    return "dark" if session.settings.theme == "light" else "light"
