"""The programme for the window and the command line: items with hints and standing, lists side by side, statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from workbench.core import lexicon, programme, programme_lists
from workbench.core.case import Case
from workbench.core.decide_programme import open_differences
from workbench.core.parts_programme import ProgrammeVerdict
from workbench.core.programme_rules import ActRules
from workbench.core.values import Attachment, Row
from workbench.core.writing import simplified_table
from workbench.errors import Text
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import (
    ActView,
    ComparedView,
    DifferenceView,
    HitView,
    OpenItem,
    PerformedView,
    Person,
    ProgrammeView,
)

TITLE, LYRICS, QUOTE = Text("名称", "title"), Text("歌词文本", "lyrics"), Text("摘录", "quotation")


def acts(look: Look) -> tuple[ActView, ...]:
    """Return the items of the programme in sheet order, parts after their row, with what was concluded."""
    rules = ActRules(look.pack)
    late = frozenset(programme.overdue(look.case, look.pack, look.today))
    hits = _hits(look)
    return tuple(_act(item, look, rules, hits, late) for item in programme.items(look.case).values())


def _act(
    item: programme.Item, look: Look, rules: ActRules, hits: Mapping[str, tuple[HitView, ...]], late: frozenset[str]
) -> ActView:
    case, pack = look.case, look.pack
    said, answer = case.programme.get(item.no, ProgrammeVerdict("")), case.answers.get(item.no)
    form = programme.interaction(item, case, pack)
    kind = programme.kind_of_interaction(form, pack)
    harms = pack.lists["interaction_harms"]
    return ActView(
        no=item.no,
        row=_row(item),
        hints=rules.codes(item.row) if item.part is None else (),
        verdict=said.verdict,
        grounds=said.grounds,
        evidence=said.evidence,
        advice=said.advice,
        answer=answer.answer if answer else "",
        note=said.note,
        criteria=said.criteria,
        accepted=answer.accepted if answer else None,
        part=item.part,
        form=form,
        strength=programme.strength(form, pack),
        harms=tuple(harms[code].text for code in _texts(kind.data.get("harms"))) if kind else (),
        lacks=tuple(row.text for row in programme.lacks(form, pack)),
        hits=hits.get(item.no, ()),
        standing=programme.standing(item.no, case, pack),
        answer_due=said.answer_due,
        answered_on=answer.on if answer else None,
        overdue=item.no in late,
        consultation=said.consultation,
        co_review=_co_review(said.consultation, look),
    )


def _row(item: programme.Item) -> Row:
    """Return what an item states in the columns of the sheet; a part in those that it has of its own."""
    part = item.part
    if part is None:
        return item.row
    own = {"work": part.title, "minutes": part.minutes, "language": part.language or None, "effects": part.effects}
    own |= {"lyrics_file": part.lyrics_file or None, "lyrics_page": part.lyrics_page, "note": part.note or None}
    blank = {"interactive": None, "inter_zone": None, "inter_control": None, "stop_word": None, "supervisor": None}
    return replace(item.row, values={**item.row.values, **blank, **own})


def _co_review(request: str, look: Look) -> Text:
    """Return where the other authority's opinion stands."""
    asked = look.case.consultations.get(request)
    if asked is None:
        return Text("", "")
    if not asked.position:
        return Text(f"{asked.dept} 未回（{asked.due} 前）", f"{asked.dept}: due by {asked.due}")
    row = look.pack.lists["opinion_positions"].get(asked.position)
    position = row.text if row else Text(asked.position, asked.position)
    return Text(f"{asked.dept} {position.zh} {asked.doc}".strip(), f"{asked.dept}: {position.en} {asked.doc}".strip())


# Hints


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(map(str, value))
    return (value,) if isinstance(value, str) and value else ()


def _hits(look: Look) -> Mapping[str, tuple[HitView, ...]]:
    """Return the hint words of every item that has any; worked out once per application and parts."""
    objects = (look.case.application, look.case.programme_items, look.pack)
    return look.desk.memo.take(f"lexicon {look.case.id}", objects, (), lambda: _look_for_hits(look))


def _look_for_hits(look: Look) -> dict[str, tuple[HitView, ...]]:
    words = lexicon.lexicon(look.pack)
    pages: dict[tuple[str, int], tuple[HitView, ...]] = {}
    found: dict[str, tuple[HitView, ...]] = {}
    for item in programme.items(look.case).values():
        own = [HitView(h, TITLE) for h in words.hits(programme.line_of(item).work)]
        if item.part is not None:
            own += [HitView(h, QUOTE) for h in words.hits(item.part.quote)]
        own += _of_lyrics(item, look, words, pages)
        if own:
            found[item.no] = tuple(own)
    return found


def _of_lyrics(
    item: programme.Item,
    look: Look,
    words: lexicon.Lexicon,
    pages: dict[tuple[str, int], tuple[HitView, ...]],
) -> list[HitView]:
    """Return the hints in the passage of an item: of a page that several share, what follows the item's own name."""
    attachment, page = lyrics_of(item, look.case)
    if attachment is None or page is None:
        return []
    text = page_text(look.desk, attachment, page)
    first, last = passage(text, item, look)
    key = attachment.sha256, page
    if key not in pages:
        pages[key] = tuple(HitView(h, LYRICS, attachment.name, page) for h in words.hits(text))
    return [hit for hit in pages[key] if first <= hit.hit.at < last]


def lyrics_of(item: programme.Item, case: Case) -> tuple[Attachment | None, int | None]:
    """Return attachment and page that an item's text stands on."""
    name = item.part.lyrics_file if item.part else item.row.values.get("lyrics_file")
    page = item.part.lyrics_page if item.part else item.row.values.get("lyrics_page")
    found = case.application.attachment(name) if name else None
    return found, page if isinstance(page, int) else None


def page_text(desk: Desk, attachment: Attachment, page: int) -> str:
    """Return the kept text of a page; empty for a page that is an image, or is not there."""
    texts = desk.memo.take(
        f"pages {attachment.sha256}", (), (), lambda: desk.database.attachments.texts(attachment.sha256)
    )
    return texts[page - 1] if 1 <= page <= len(texts) else ""


def passage(text: str, item: programme.Item, look: Look) -> tuple[int, int]:
    """Return from where to where the text of an item stands on a page that several items share.

    It begins at the line with the item's own title, else its performer, and ends at that of the next item; where
    neither is found it is the whole page.
    """
    own = _line_of(text, (_plain_title(item), programme.line_of(item).artist))
    if own < 0:
        return 0, len(text)
    starts = (_line_of(text, names) for names in _names_on(item, look))
    return own, min((at for at in starts if at > own), default=len(text))


def _line_of(text: str, names: tuple[str, str]) -> int:
    """Return where the line begins that holds the first of some names that is found; -1 without any."""
    at = next((at for name in names if name and (at := text.find(name)) >= 0), -1)
    return text.rfind("\n", 0, at) + 1 if at >= 0 else -1


def _plain_title(item: programme.Item) -> str:
    """Return the title itself, without what the list adds to it: ``《某曲》等6首`` is found as ``《某曲》``."""
    work = programme.line_of(item).work
    return work[: work.index("》") + 1] if "》" in work else work


def _names_on(item: programme.Item, look: Look) -> set[tuple[str, str]]:
    """Return title and performer of all items whose text stands on the same page."""
    place = lyrics_of(item, look.case)
    key = f"names on pages {look.case.id}"
    objects = (look.case.application, look.case.programme_items)
    by_page = look.desk.memo.take(key, objects, (), lambda: _names_by_page(look.case))
    return by_page.get((place[0].name if place[0] else "", place[1]), set())


def _names_by_page(case: Case) -> dict[tuple[str, int | None], set[tuple[str, str]]]:
    found: dict[tuple[str, int | None], set[tuple[str, str]]] = {}
    for item in programme.items(case).values():
        attachment, page = lyrics_of(item, case)
        if attachment is not None:
            names = _plain_title(item), programme.line_of(item).artist
            found.setdefault((attachment.name, page), set()).add(names)
    return found


# Lists, changes, results


def view(look: Look) -> ProgrammeView:
    """Return what stands above and beside the items."""
    case = look.case
    signed = case.recommendation.programme if case.recommendation else ""
    return ProgrammeView(
        statistics=programme.statistics(case, look.pack),
        compared=tuple(_compared(look)),
        aliases={alias: entry.name for alias, entry in case.aliases.items()},
        locked=signed,
        unchanged=not signed or signed == programme.final_fingerprint(case),
        differences={
            code: (look.pack.lists["list_differences"][kind].text, before, after)
            for code, (kind, before, after) in open_differences(case).items()
        },
        judged=case.variation_verdicts,
        on_site=tuple(_on_site(look)),
        pending=tuple(row for row in case.application.sheets.get(programme.SHEET, ()) if row.pending),
    )


def _on_site(look: Look) -> Iterator[PerformedView]:
    if look.case.decision is None:
        return
    for no, (line, start) in programme.performed_lines(look.case, look.pack).items():
        yield PerformedView(no, line, start, look.case.performed.get(no))


def compared(look: Look, which: str) -> ComparedView:
    """Return one list beside the organiser's own."""
    kept = look.case.programme_lists[which]
    aliases = {alias: entry.name for alias, entry in look.case.aliases.items()}
    how = programme_lists.names(simplified_table(look.pack), aliases)
    found = programme_lists.compare(programme.sheet_lines(look.case), kept.lines, how)
    words = look.pack.lists["list_differences"]
    shown = tuple(DifferenceView(d, words[d.kind].text if d.kind in words else Text("一致", "same")) for d in found)
    return ComparedView(which, look.pack.lists["compared_lists"][which].text, kept.source, kept.taken, shown)


def _compared(look: Look) -> Iterator[ComparedView]:
    for which in look.pack.lists["compared_lists"]:
        if which in look.case.programme_lists:
            objects = (look.case.application, look.case.programme_lists, look.case.aliases, look.pack)
            yield look.desk.memo.take(f"compared {look.case.id} {which}", objects, (), partial(compared, look, which))


STEP = 4
"""Step of the workspace in which the programme is worked on."""


def open_items(look: Look) -> Iterator[OpenItem]:
    """Yield late answers, differences between lists, a changed programme under review, and rows kept aside."""
    case = look.case
    for no in programme.overdue(case, look.pack, look.today):
        due = case.programme[no].answer_due
        zh, en = f"节目 {no}：承办者逾期未答复建议（{due} 前）", f"act {no}: the answer to advice was due by {due}"
        yield OpenItem("warn", Text(zh, en), STEP, no, due)
    for found in _compared(look):
        kinds = [look.pack.lists["list_differences"].get(line.found.kind) for line in found.lines]
        count = sum(kind is not None and kind.data.get("severity") == "warn" for kind in kinds)
        if count:
            zh, en = f"{found.title.zh}与节目单有 {count} 处不同", f"{found.title.en} list: {count} differences"
            yield OpenItem("warn", Text(zh, en), STEP, "lists")
    if waiting := [code for code in open_differences(case) if code not in case.variation_verdicts]:
        zh, en = f"变更后节目单 {len(waiting)} 处待审", f"changed programme: {len(waiting)} differences to review"
        yield OpenItem("warn", Text(zh, en), STEP, "after")
    if aside := sum(row.pending for row in case.application.sheets.get(programme.SHEET, ())):
        zh, en = f"节目单有 {aside} 行待处理", f"{aside} rows of the programme are kept aside"
        yield OpenItem("correct", Text(zh, en), STEP, "pending")


def case_programme(desk: Desk, person: Person, case: str) -> tuple[ProgrammeView, tuple[ActView, ...]]:
    """Return the programme of a case for the command line."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, desk.case(case))
    return view(look), acts(look)


def year_statistics(desk: Desk, person: Person, year: int) -> dict[str, programme.Statistics]:
    """Return the counts of every event of a year by case number; the year of the first session decides."""
    access.require(desk.pack, person, "read_case")
    found: dict[str, programme.Statistics] = {}
    for stream in desk.database.journal.streams("case"):
        look = Look(desk, desk.case(stream.partition("/")[2]))
        start = look.case.first_start() or look.case.received
        if start.year == year and programme.act_rows(look.case.application):
            found[look.case.number] = programme.statistics(look.case, look.pack)
    return found
