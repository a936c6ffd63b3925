"""The fillable PDF of a packet: the same declared sections, and fields for the reply."""

from __future__ import annotations

from dataclasses import replace

from reports import opinion_form
from reports.opinion_form import OpinionForm, Shown
from reports.pdf import render
from workbench.core.packet_contents import Section
from workbench.exchange.packet import Packet
from workbench.exchange.packet_form import BOX
from workbench.exchange.packet_sheet import binding
from workbench.services.looking import Look
from workbench.services.paper_contents import draft
from workbench.services.slips import texts

PAPER = "YJ"


def pdf(look: Look, packet: Packet) -> bytes:
    """Return the form of a packet."""
    asked = packet.asked
    issue = replace(draft(look), number=asked.letter or asked.request, draft=False)
    content = OpinionForm(
        issue=issue,
        dept=asked.dept,
        event=asked.event,
        due=asked.due,
        questions=asked.questions,
        sections=tuple(_shown(section) for section in packet.sections),
        positions=tuple((BOX + choice.code, choice.zh) for choice in asked.positions),
        binding=tuple(binding(packet).items()),
        files=tuple(one.title for one in packet.files),
    )
    return render(opinion_form.document(content, texts(look, PAPER))).pdf


def _shown(section: Section) -> Shown:
    return Shown(
        section.zh,
        tuple((line.zh, line.value) for line in section.lines),
        tuple(zh for zh, _ in section.heads),
        section.rows,
    )
