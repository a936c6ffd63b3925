"""The public copy of a security plan: nothing of posts and people in its texts, links, outline and data."""

import io
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from workbench.core.values import Row
from workbench.services import plan_desk
from workbench.storage.packs import load_pack

EVENTS = ("chenghu-bay-festival", "expo", "half-marathon", "job-fair", "lantern-fair")
NAME, PHONE, CODE = "端木青禾", "12379998887", "ZZ77"


def everything(pdf):
    """All that a reader can take out of a file: its text, and every string of its objects."""
    pages = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [text for one in (*opened.objects, opened.trailer) for text in strings(one)]
    return re.sub(r"\s", "", "\n".join((pages, *found)))


def strings(one):
    """Strings of an object and of what stands directly in it; what it refers to is an object of its own."""
    if isinstance(one, pikepdf.String):
        return [str(one)]
    parts = list(one) if isinstance(one, pikepdf.Array) else []
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        parts = [part for _, part in one.items()]
    direct = [part for part in parts if not getattr(part, "is_indirect", False)]
    return [text for part in direct for text in strings(part)]


def plan_with(source, **sheets):
    return replace(source, plan=replace(source.plan, sheets={**source.plan.sheets, **sheets}))


def row(like, **values):
    return Row(like.sheet, like.number + 900, {**like.values, **values})


@pytest.mark.parametrize("event", EVENTS)
def test_no_person_and_no_telephone_stands_in_it(packages, event):
    source = plan_desk.of_package(packages[event], load_pack("cn_national"))
    plan = source.plan
    said = {r[key] for sheet in ("posts", "parties", "forces") for r in plan.rows(sheet) for key in ("lead", "phone")}
    said |= {
        v for key, v in plan.fields.items() if key.startswith(("sec.", "und.")) and key.endswith(("lead", "phone"))
    }
    text = everything(plan_desk.drawn(source, "public").pdf)
    assert "不公开" in text
    assert not {one for one in said if isinstance(one, str) and len(one) > 1 and one in text}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_name_a_telephone_and_a_post_in_free_text_are_taken_out(packages, language):
    source = plan_desk.of_package(packages["lantern-fair"], load_pack("cn_national"), language)
    posts, cards, forces = (source.plan.rows(name) for name in ("posts", "emergency", "forces"))
    told = f"{CODE} {NAME} {PHONE}"
    extra = row(posts[0], code=CODE, lead=NAME, phone=PHONE, x=None, y=None)
    spoken = tuple(replace(one, values={**one.values, "action_1": told, "route": told}) for one in cards)
    located = tuple(replace(one, values={**one.values, "spec": told, "location": "秘密集结处"}) for one in forces)
    made = plan_with(source, posts=(*posts, extra), emergency=spoken, forces=located)
    field = everything(plan_desk.drawn(made, "plan").pdf)
    public = everything(plan_desk.drawn(made, "public").pdf)
    for secret in (NAME, PHONE, CODE, "秘密集结处"):
        assert secret in field, secret
        assert secret not in public, secret


def test_posts_over_the_longest_shift_are_counted_but_not_named(packages):
    source = plan_desk.of_package(packages["lantern-fair"], load_pack("cn_national"))
    public = everything(plan_desk.drawn(source, "public").pdf)
    assert "岗位单班超过" in public
    assert not {code for r in source.plan.rows("posts") if (code := r["code"]) and f"、{code}" in public}
