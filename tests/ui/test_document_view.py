"""The viewer: pages of every kind of file, search, zoom, pages remembered, files that cannot be shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from workbench.core.values import Attachment
from workbench.services import intake
from workbench.ui.document_canvas import PinPlace
from workbench.ui.document_sheets import PageCache, TextSheet
from workbench.ui.document_source import PageSource, Unreadable, folded
from workbench.ui.document_view import DocumentView, page_thread
from workbench.ui.session import Session
from workbench.ui.settings import Settings
from workbench.ui.step_documents import read_file


@pytest.fixture
def session(festival, tmp_path, qapp):
    """A session that the application owns, as the window does: Qt deletes it with what hangs on it."""
    session = Session(Settings(tmp_path / "window.ini"), qapp)
    session.desk = festival.desk
    yield session
    session.close()
    session.deleteLater()


@pytest.fixture
def view(session, qtbot):
    """A viewer on the festival's files."""
    made = DocumentView(lambda file: session.do(read_file, session.desk, file), page_thread(session))
    qtbot.addWidget(made)
    made.resize(460, 700)
    made.show()
    return made


@pytest.fixture
def file(festival):
    """Return a file of the package by the start of its name."""
    attachments = festival.state().application.attachments
    return lambda start: next(a for a in attachments if a.name.startswith(start))


def shown(qtbot, view, wanted, page=0):
    with qtbot.waitSignal(view.file_shown, timeout=10_000):
        view.show_files((wanted,), 0, page)
    return wanted


def colours(image):
    return {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


def test_a_pdf_page_is_drawn_as_wide_as_it_is_shown(view, qtbot, file):
    shown(qtbot, view, file("M4.1"))
    qtbot.waitUntil(lambda: view.canvas.sheets[0].image is not None, timeout=10_000)
    image = view.canvas.sheets[0].image
    assert len(colours(image)) > 5
    assert abs(image.width() - round(view.canvas.sheets[0].width * view.canvas.transform().m11())) <= 1
    assert len(view.canvas.sheets) == 9


def test_a_picture_is_decoded_and_a_page(view, qtbot, file):
    shown(qtbot, view, file("M2.1"))
    qtbot.waitUntil(lambda: view.canvas.sheets[0].image is not None, timeout=10_000)
    assert len(view.canvas.sheets) == 1


@pytest.mark.parametrize(("start", "words"), [("M3.1", "音乐节"), ("M7.4", "安检")])
def test_office_files_are_shown_as_their_text(view, qtbot, file, festival, start, words):
    wanted = shown(qtbot, view, file(start))
    assert all(isinstance(sheet, TextSheet) for sheet in view.canvas.sheets)
    assert words in "".join(intake.page_texts(festival.desk, wanted))
    view.open_search(words)
    qtbot.waitUntil(lambda: "1 /" in view._count.text(), timeout=10_000)
    assert any(sheet.found for sheet in view.canvas.sheets)


def test_words_are_found_and_lie_on_the_page(view, qtbot, file):
    shown(qtbot, view, file("M4.1"))
    view.open_search("１２　人")
    view.open_search("散场")
    qtbot.waitUntil(lambda: "1 /" in view._count.text(), timeout=10_000)
    hit = view._hits[0]
    assert all(0 <= x <= 1 and 0 <= y <= 1 and w > 0 and h > 0 for x, y, w, h in hit.places)
    first = view._hit
    qtbot.keyClick(view.words, Qt.Key.Key_Return)
    assert view._hit != first or len(view._hits) == 1
    view.open_search("绝无此词")
    qtbot.waitUntil(lambda: view._count.text() == "没有找到", timeout=10_000)
    qtbot.keyClick(view.words, Qt.Key.Key_Escape)
    assert not view._search.isVisible()


def test_widths_and_radicals_do_not_hide_a_word():
    text, places = folded("⼈㎡Ａ")
    assert text == "人m2a"
    assert places == [0, 1, 1, 2]


def test_the_page_last_read_is_opened_again(view, qtbot, file):
    shown(qtbot, view, file("M4.1"))
    view.canvas.show_page(6)
    shown(qtbot, view, file("M4.2"))
    assert view.page == 1
    shown(qtbot, view, file("M4.1"))
    assert view.page == 6
    shown(qtbot, view, file("M4.2"))
    shown(qtbot, view, file("M4.1"), page=3)
    assert view.page == 3


def test_brackets_of_the_shelf_go_between_files(view, qtbot, file):
    files = (file("M4.1"), file("M4.2"))
    with qtbot.waitSignal(view.file_shown, timeout=10_000):
        view.show_files(files)
    with qtbot.waitSignal(view.file_shown, timeout=10_000):
        view.step_file(1)
    assert view.attachment == files[1]
    view.step_file(1)
    assert view.attachment == files[1]


def test_the_page_number_and_the_zoom_act(view, qtbot, file):
    shown(qtbot, view, file("M4.1"))
    view.number.selectAll()
    qtbot.keyClicks(view.number, "7")
    qtbot.keyClick(view.number, Qt.Key.Key_Return)
    assert view.page == 7
    before = view.canvas.scale_now()
    view.canvas.step_zoom(1)
    assert view.canvas.scale_now() > before
    assert view.page == 7
    view.canvas.set_zoom(0)
    assert view.canvas.scale_now() == pytest.approx(before, rel=0.02)


def test_a_pin_is_where_it_was_set(view, qtbot, file):
    shown(qtbot, view, file("M4.1"))
    placed = []
    view.pin_placed.connect(lambda *where: placed.append(where))
    view.canvas.start_pinning()
    sheet = view.canvas.sheets[0]
    at = view.canvas.mapFromScene(sheet.mapToScene(sheet.width * 0.25, sheet.height * 0.2))
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    name, page, x, y = placed[0]
    assert (name, page) == (view.attachment.name, 1)
    assert x == pytest.approx(0.25, abs=0.01)
    assert y == pytest.approx(0.2, abs=0.01)
    view.show_pins((PinPlace("n", 1, page, x, y, reason=True),))
    chosen = []
    view.pin_chosen.connect(chosen.append)
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at - type(at)(0, 8))
    assert chosen == ["n"]


def test_esc_ends_pinning_and_sets_nothing(view, qtbot, file):
    shown(qtbot, view, file("M4.1"))
    placed = []
    view.pin_placed.connect(lambda *where: placed.append(where))
    view.canvas.start_pinning()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert not placed


@pytest.mark.parametrize(
    ("problem", "data", "words"),
    [
        ("encrypted", b"%PDF-1.7 locked", "密码"),
        ("type_mismatch", b"MZ\x90\x00", "扩展名不符"),
        ("broken", b"%PDF-1.7 nothing", "损坏"),
        ("", b"%PDF-1.7 nothing", "损坏"),
    ],
)
def test_a_file_that_cannot_be_shown_says_why_with_its_first_bytes(session, qtbot, problem, data, words):
    wanted = Attachment("样例.pdf", "0" * 64, len(data), "pdf", problem=problem)
    view = DocumentView(lambda _file: session.do(lambda: (data, ())), page_thread(session))
    qtbot.addWidget(view)
    view.show()
    shown(qtbot, view, wanted)
    message = view._message
    assert words in message.words()
    assert " ".join(f"{byte:02x}" for byte in data) in message.details()
    assert not message._details.isVisible()
    qtbot.mouseClick(message._more, Qt.MouseButton.LeftButton)
    assert message._details.isVisible()


def test_a_file_changed_behind_the_back_is_not_shown(view, qtbot, file, festival):
    wanted = file("M4.2")
    path = festival.desk.database.attachments.path(wanted.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    shown(qtbot, view, wanted)
    assert view._stack.currentWidget() is view._message
    assert wanted.sha256 in view._message.details()
    assert not view.canvas.sheets


def test_an_unknown_kind_is_never_opened():
    source = PageSource()
    wanted = Attachment("样例.exe", "0" * 64, 2, "exe")
    answer = source.load(wanted, b"MZ", ())
    assert isinstance(answer, Unreadable)
    assert "不在工作台内打开" in answer.why.zh


def test_the_cache_drops_what_was_unused_for_longest():
    cache = PageCache(limit=3 * 40_000)
    for page in range(5):
        image = QImage(100, 100, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        cache.put(("a", page, 100), image)
        cache.get(("a", 0, 100))
    assert cache.size() <= 3 * 40_000
    assert cache.get(("a", 0, 100)) is not None
    assert cache.get(("a", 1, 100)) is None


def test_only_so_many_documents_stay_open(festival, file):
    source = PageSource()
    for start in ("M1.1", "M4.1", "M4.2", "M4.3", "M5.1", "M5.2"):
        wanted = file(start)
        source.load(wanted, intake.file_bytes(festival.desk, wanted), ())
    assert len(source._open) == 4
    assert source.draw(file("M1.1").sha256, 1, 100).isNull()
    source.close()
