"""Step 7 on the real services: command chart, posts by days, verdicts, keys, scenario cards."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from workbench.services.views_deployment import NetView, PersonView
from workbench.ui.emergency_page import EmergencyPage
from workbench.ui.i18n import set_language
from workbench.ui.step_deployment_board import DayCell, PostGroup, PostLine
from workbench.ui.step_deployment_cards import CardFace
from workbench.ui.step_deployment_words import steps_of

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
WAIT = 20_000


@pytest.fixture
def page(workspace, settle):
    """Step 7 of the festival with its deployment worked out."""
    workspace.go(7)
    settle()
    workspace.page().table.setFocus()
    return workspace.page()


def show(page, view, found=None):
    """Show an invented state, with the deployment given as worked out for it."""
    page.desk.found = found
    page.context.take(view)


def rows(page, sheet):
    return page.context.session.desk.case(page.context.case).application.rows(sheet)


def lines(page):
    return [entry for entry in page.table.model_.entries if isinstance(entry, PostLine)]


def many(view, count, days):
    """Return the view with so many posts and days: long names, a doubled code, short and long shifts."""
    first = next(one for one in view.site if one.kind == "post")
    start = datetime.fromisoformat("2026-04-29 08:00")
    posts = []
    for number in range(count):
        off = start + timedelta(hours=30 if number % 2 else 4)
        values = {"code": f"Q{number:03}", "name": "极长的岗位名称" * 8 + f"{number:04}", "on": start, "off": off}
        row = replace(first.row, values={**first.row.values, **values})
        posts.append(replace(first, code=f"Q{number:03}", row=row))
    posts.append(posts[0])
    other = tuple(one for one in view.site if one.kind != "post")
    session = view.sheets["sessions"][0]
    held = tuple(
        replace(session, values={**session.values, "start": session["start"] + timedelta(days=day)})
        for day in range(days)
    )
    return replace(view, site=other + tuple(posts), sheets={**view.sheets, "sessions": held})


# What the page says


def test_every_post_of_the_plan_is_a_row_with_its_days(page):
    posts = rows(page, "posts")
    days = sorted({row["start"].date() for row in rows(page, "sessions")})
    assert {line.code for line in lines(page)} == {row["code"] for row in posts}
    assert list(page.board.days) == days
    assert page.table.model_.columnCount() == 5 + len(days)
    by_code = {row["code"]: row for row in posts}
    for line in lines(page):
        assert [cell.need for cell in line.cells] == [by_code[line.code]["persons"]] * len(days)


def test_posts_stand_in_groups_of_zone_kind_and_team_that_add_up(page):
    groups = [entry for entry in page.table.model_.entries if isinstance(entry, PostGroup)]
    people = sum(row["persons"] for row in rows(page, "posts"))
    assert sum(group.count for group in groups) == len(rows(page, "posts"))
    assert sum(group.need for group in groups) == people * len(page.board.days)
    assert len({group.title for group in groups}) == len(groups)


def test_the_chart_names_leaders_and_needs_of_the_command_post_and_its_teams(page):
    posts = rows(page, "posts")
    leaders = {row["team"]: row["lead"] for row in posts if row["is_leader"]}
    assert len(page.head.cards) == 4
    for team, card in page.head.cards.items():
        need = sum(row["persons"] for row in posts if row["team"] == team) * len(page.board.days)
        assert leaders[team] in card.accessibleName()
        assert f"/ {need}" in card.accessibleName()
    totals = {}
    for row in posts:
        totals[row["unit_type"]] = totals.get(row["unit_type"], 0) + row["persons"]
    for kind, people in totals.items():
        assert f"{kind} {people}" in " ".join(line.text() for line in page.head.totals)


def test_a_card_shows_the_posts_of_its_team_only_and_once_more_all(page, qtbot):
    team, card = list(page.head.cards.items())[2]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert {line.team for line in lines(page)} == {team}
    other, second = list(page.head.cards.items())[1]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert {line.team for line in lines(page)} == {other}
    assert not card.isChecked()
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert len(lines(page)) == len(rows(page, "posts"))


def test_the_summary_adds_up_to_the_rows(page):
    posts = rows(page, "posts")
    assert page.summary().startswith(f"{len(posts)} 岗 {sum(row['persons'] for row in posts)} 人")


def test_scenarios_and_triggers_have_the_names_of_the_rules_in_english(page):
    set_language("en")
    page.show_case(page.context.view)
    cards = page.below.cards.faces
    assert {face.card.title for face in cards} <= {one.text.en for one in page.context.pack.scenarios.values()}
    page.below.setCurrentWidget(page.below.tables["triggers"])
    first = page.below.tables["triggers"].model_.rows[0].cells[0].upper
    assert first == f"TR-01 {page.context.pack.triggers['TR-01'].text.en}"


def test_scenario_cards_say_trigger_first_action_decider_and_drill(page, qtbot):
    applicable = [row for row in rows(page, "emergency") if row["applicable"]]
    faces = page.below.cards.findChildren(CardFace)
    assert len(faces) == len(applicable)
    for face, row in zip(faces, applicable, strict=True):
        said = face.accessibleName()
        assert row["title"] in said
        assert row["trigger"] in said
        assert row["decider"] in said
    first = applicable[0]["actions"]
    assert steps_of(first)[0] in faces[0].accessibleName()
    assert steps_of(first)[1] not in faces[0].accessibleName()


def test_a_scenario_card_leads_to_the_scenario_on_the_emergency_page(page, workspace, qtbot, settle):
    face = page.below.cards.findChildren(CardFace)[1]
    qtbot.mouseClick(face, Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(workspace.page(), EmergencyPage)
    qtbot.waitUntil(lambda: workspace.page().table.key == face.card.code, timeout=WAIT)


def test_a_scenario_of_an_exercise_kept_in_the_case_counts_as_drilled(page, qtbot):
    qtbot.waitUntil(lambda: page.desk.found is not None, timeout=WAIT)
    view = page.context.view
    code = next(row["code"] for row in rows(page, "emergency") if row["applicable"] and row["decider"])
    sheet = tuple(replace(row, values={**row.values, "drill_on": None}) for row in view.sheets["emergency"])
    bare = replace(view, sheets={**view.sheets, "emergency": sheet})
    show(page, bare, page.desk.found)
    assert "已演练 0" in page.below.tabText(0)
    show(page, bare, replace(page.desk.found, drilled=((code, date(2026, 4, 1)),)))
    assert "已演练 1" in page.below.tabText(0)
    face = next(one for one in page.below.cards.faces if one.card.code == code)
    assert (face.card.state, face.card.word) == ("ok", "已演练 04-01")


def test_the_comms_table_has_the_registered_nets_and_says_where_they_are_entered(page, qtbot):
    qtbot.waitUntil(lambda: page.desk.found is not None, timeout=WAIT)
    comms = page.side.comms
    assert "勤务登记" in comms.fallback.text()
    net = NetView("指挥网", "指挥部\n各组长", "对讲机一频道", "有线电话", "一长三短", "陆知远", "13000000000")
    deputy = PersonView("苏禾", "13100000000", "备用指挥点")
    show(page, page.context.view, replace(page.desk.found, nets=(net,), deputies=(deputy,)))
    said = [", ".join(cell.words() for cell in row.cells) for row in comms.table.model_.rows[:2]]
    assert said[0] == "指挥网，指挥部、各组长, 对讲机一频道，备用 有线电话, 一长三短，陆知远 13000000000"
    assert said[1] == "副指挥长，备用指挥点, 苏禾, 13100000000"
    assert comms.fallback.text() == "通信中断时按哨声：指挥网 一长三短"


@pytest.mark.parametrize(
    ("actions", "steps"),
    [
        ("①停音乐亮灯 ②开泄压口 ③快反进入", ("停音乐亮灯", "开泄压口", "快反进入")),
        ("1. 断电；2. 清场", ("断电", "清场")),
        ("立即停演", ("立即停演",)),
        ("", ()),
    ],
)
def test_actions_are_read_one_by_one(actions, steps):
    assert steps_of(actions) == steps


def test_forces_and_triggers_are_rows_as_they_stand(page):
    for sheet in ("forces", "triggers"):
        page.below.setCurrentWidget(page.below.tables[sheet])
        assert len(page.below.tables[sheet].model_.rows) == len(rows(page, sheet))


def test_a_day_tells_its_people_in_numbers_and_its_kind_in_shape():
    assert DayCell(None, 8).words() == "— / 8"
    assert [DayCell(have, 8).kind for have in (None, 8, 9, 6, 5)] == ["neu", "ok", "info", "warn", "bad"]
    assert [DayCell(have, 8).gap for have in (None, 8, 9, 6, 0)] == [0, 0, 0, 2, 8]


# Keys and verdicts


def test_j_and_k_walk_over_posts_and_pass_the_headings(page, qtbot):
    table = page.table
    seen = []
    for _ in range(len(lines(page)) + 3):
        seen.append(table.key)
        qtbot.keyClick(table, Qt.Key.Key_J)
    assert list(dict.fromkeys(seen)) == [line.key for line in lines(page)]
    qtbot.keyClick(table, Qt.Key.Key_K)
    assert table.key == lines(page)[-2].key


def test_a_digit_judges_the_post_and_undo_takes_it_back(page, workspace, festival, qtbot, settle):
    page.table.choose("F02")
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "F02" in festival.state().site, timeout=WAIT)
    settle()
    qtbot.waitUntil(lambda: page.table.line().post.verdict == "meets", timeout=WAIT)
    assert page.table.key == "F02"
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: not page.table.line().post.verdict, timeout=WAIT)


def test_a_verdict_that_needs_a_reason_brings_the_note_forward(page, festival, qtbot):
    page.table.choose("F03")
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    note = page.side.judge.note
    assert "需整改" in note.fault.text()
    assert "F03" not in festival.state().site
    note.edit.setPlainText("与后区岗位重合")
    note.settle()
    qtbot.waitUntil(lambda: "F03" in festival.state().site, timeout=WAIT)
    assert festival.state().site["F03"].note == "与后区岗位重合"


def test_the_conclusion_on_the_deployment_settles_what_the_step_lacks(page, festival, qtbot):
    assert any(item.object == "deployment" for item in page.missing())
    page.reveal("deployment")
    page.side.conclusion.note.edit.setPlainText("编组与岗位满足要求")
    page.side.conclusion.give("meets")
    qtbot.waitUntil(lambda: "deployment" in festival.state().site, timeout=WAIT)
    qtbot.waitUntil(lambda: not any(item.object == "deployment" for item in page.missing()), timeout=WAIT)


def test_an_open_item_leads_to_its_post(page, workspace):
    workspace.go(7, "M03")
    assert page.table.key == "M03"


def test_the_search_box_narrows_the_table(page):
    page.search("机动")
    assert {line.code for line in lines(page)} >= {"M01", "M02"}
    assert len(lines(page)) < len(rows(page, "posts"))
    page.search("")
    assert len(lines(page)) == len(rows(page, "posts"))


# Ground


def test_the_model_keeps_the_rules_and_every_cell_reads_in_full(page):
    model = page.table.model_
    QAbstractItemModelTester(model, FATAL)
    page.show_case(page.context.view)
    page.table.narrow(team=lines(page)[0].team)
    page.table.narrow(team="")
    place = model.place_of("F01")
    day = model.index(place, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "F01" in day
    assert "16" in day


def test_without_posts_the_page_says_what_to_do(page, workspace):
    show(page, replace(page.context.view, site=(), sheets={}))
    assert page.table.model_.rowCount() == 0
    assert page.summary() == "申请包没有岗位数据"
    assert not workspace.grab().isNull()


def test_without_occurrences_the_days_of_the_posts_stand_in(page):
    view = page.context.view
    show(page, replace(view, sheets={**view.sheets, "sessions": ()}))
    assert page.board.days == (date(2026, 4, 29),)


def test_five_hundred_posts_on_ten_days_with_long_names_stay_usable(page, workspace, qtbot):
    show(page, many(page.context.view, 500, 10))
    assert len(lines(page)) == 501
    assert len(page.board.days) == 10
    assert [line.key for line in lines(page) if line.doubled] == ["Q000#2"]
    page.table.choose("Q000")
    for _ in range(4):
        qtbot.keyClick(page.table, Qt.Key.Key_J)
    assert page.table.key == lines(page)[4].key
    assert not workspace.grab().isNull()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1388, 790), (1228, 610)], ids=["1440x900", "1280x720"])
def test_no_word_outside_the_tables_is_cut(workspace, qtbot, language, size, cut_words):
    set_language(language)
    workspace.resize(*size)
    workspace.go(7)
    qtbot.wait(30)
    page = workspace.page()
    assert cut_words(page) == []


# The plan is edited


def post(festival, code):
    from workbench.core.working_plan import plan_of

    return next(row for row in plan_of(festival.state()).rows("posts") if row["code"] == code)


def test_a_field_of_the_form_saves_itself_into_the_plan_and_undo_takes_it_back(page, workspace, festival, qtbot):
    page.table.choose("F02")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.side.tabs.currentIndex() == 0
    field = page.side.form.fields["lead"]
    filed = post(festival, "F02")["lead"]
    field.edit.setText("施明远")
    field.edit.textEdited.emit("施明远")
    field.settle()
    qtbot.waitUntil(lambda: post(festival, "F02")["lead"] == "施明远", timeout=WAIT)
    qtbot.waitUntil(lambda: page.table.line().post.row["lead"] == "施明远", timeout=WAIT)
    assert festival.state().application.rows("posts") != ()
    assert filed in {row["lead"] for row in festival.state().application.rows("posts")}
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: post(festival, "F02")["lead"] == filed, timeout=WAIT)


def test_a_number_of_people_is_typed_into_the_cell(page, festival, qtbot):
    page.table.choose("F02", 1)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    editor = page.table.findChild(QLineEdit)
    qtbot.keyClicks(editor, "12")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: post(festival, "F02")["persons"] == 12, timeout=WAIT)
    qtbot.waitUntil(lambda: page.table.line().persons == 12, timeout=WAIT)
    assert page.table.key == "F02"


def test_ctrl_down_fills_the_next_post_and_goes_there(page, festival, qtbot):
    page.table.choose("F02", 1)
    below = lines(page)[[line.key for line in lines(page)].index("F02") + 1]
    page.set_needs([("F02", 11)])
    qtbot.waitUntil(lambda: page.table.line().persons == 11, timeout=WAIT)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.table.key == below.key
    qtbot.waitUntil(lambda: post(festival, below.key)["persons"] == 11, timeout=WAIT)


def test_a_refused_value_is_told_at_its_field_and_the_saved_one_comes_back(page, festival, qtbot):
    page.table.choose("F02")
    field = page.side.form.fields["persons"]
    field.edit.setText("很多")
    field.settle()
    qtbot.waitUntil(lambda: not field.fault.isHidden(), timeout=WAIT)
    assert field.text() == str(post(festival, "F02")["persons"])


def test_a_post_that_loses_its_task_shows_which_fixing_is_open(page):
    view = page.context.view
    bare = tuple(
        replace(one, row=replace(one.row, values={**one.row.values, "task": None, "zone": "Z99"}))
        if one.code == "F02"
        else one
        for one in view.site
    )
    show(page, replace(view, site=bare), page.desk.found)
    page.table.choose("F02")
    told = [mark.words for mark in page.side.problems(page.table.line())]
    assert "未定任务" in told
    assert "没有区域 Z99" in told
    assert page.side.form.marks["fix_task"].text() == "未定"


def test_the_comms_table_names_everybody_who_can_be_called(page):
    said = [row.cells[2].upper for row in page.side.comms.table.model_.rows]
    for row in rows(page, "posts"):
        if row["chief"] or row["is_leader"]:
            assert row["phone"] in said


# The plan beside the filed one


@pytest.fixture
def compare(page, qtbot):
    """The comparison of step 7, once it has been worked out."""
    page.side.tabs.setCurrentWidget(page.side.plan)
    qtbot.mouseClick(page.side.plan.choice.buttons["compare"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.side.plan.compare.contents.model_.rows), timeout=WAIT)
    return page.side.plan.compare


def test_the_comparison_tells_an_edited_post_and_leads_to_it(page, compare, qtbot):
    before = len(compare.table.model_.rows)
    page.set_needs([("M01", 33)])
    qtbot.waitUntil(lambda: len(compare.table.model_.rows) > before, timeout=WAIT)
    number = compare.table.first_with("M01")
    row = next(row for row in compare.table.model_.rows if row.key == number)
    was, now = (int(cell.upper) for cell in row.cells[1:])
    assert was == sum(one["persons"] for one in rows(page, "posts"))
    assert now > was
    compare.table.choose(number)
    compare.table.setFocus()
    qtbot.keyClick(compare.table, Qt.Key.Key_Return)
    assert page.table.key == "M01"
    assert page.side.tabs.currentIndex() == 0


def test_a_difference_over_several_posts_selects_all_of_them(page, compare, qtbot):
    before = len(compare.table.model_.rows)
    page.set_needs([("M01", 33), ("M02", 34), ("F01", 35)])
    qtbot.waitUntil(lambda: len(compare.table.model_.rows) > before, timeout=WAIT)
    several = next(n for n, one in enumerate(compare._found.differences) if len(one.posts) == 3)
    compare.table.choose(f"difference {several}")
    compare.table.setFocus()
    qtbot.keyClick(compare.table, Qt.Key.Key_Return)
    chosen = {page.table.model_.line_at(index.row()).code for index in page.table.selectedIndexes()}
    assert chosen == {"M01", "M02", "F01"}
    assert page.table.key in chosen


def test_the_required_contents_stand_with_file_and_page_and_nothing_is_issued_there(page, compare):
    QAbstractItemModelTester(compare.contents.model_, FATAL)
    assert len(compare.contents.model_.rows) == 11
    assert all(".pdf" in row.cells[1].words() and "页" in row.cells[1].words() for row in compare.contents.model_.rows)
    assert {row.cells[2].upper for row in compare.contents.model_.rows} == {"未评"}
    own = {one.code: one for one in compare._found.contents}
    assert [row.cells[3].upper for row in compare.contents.model_.rows] == [str(one.own) for one in own.values()]
    for row, one in zip(compare.contents.model_.rows, own.values(), strict=True):
        assert (f"缺 {len(one.lacking)} 点" in row.cells[3].words()) == bool(one.lacking)
    assert not page.side.plan.foot.isVisible()
    page.side.plan.choose("F19")
    assert page.side.plan.foot.isVisible()


def test_a_plan_as_it_was_filed_has_no_differences_and_says_what_will_stand_here(compare):
    compare.show_view(replace(compare._found, differences=()))
    assert "与申报一致" in compare.told.text()
    assert not compare.table.isVisible()
    assert compare.contents.isVisible()
