"""Words quoted in the sheet of statements, looked for on the page they are said to stand on."""

from __future__ import annotations

from workbench.core.values import Application, Attachment, Row, Scalar
from workbench.exchange.attachments import squeezed

FOUND, NOT_FOUND, NOT_CHECKABLE = "found", "not_found", "not_checkable"


class Quotes:
    """The pages of an application, each prepared for comparing once."""

    def __init__(self, application: Application) -> None:
        """Remember the attachments by name."""
        self._attachments = {attachment.name: attachment for attachment in application.attachments}
        self._pages: dict[tuple[str, Scalar], str] = {}

    def result(self, row: Row) -> str:
        """Return whether the words a statement quotes stand on its page, blanks and character width aside.

        Args:
            row: A row of the sheet of statements.

        Returns:
            ``found``, ``not_found``, ``not_checkable`` (the page is an image only) or an empty word when there is
            no such file, its text was not taken out, or nothing is quoted.
        """
        attachment = self._attachments.get(str(row["file"]))
        if attachment is None or not isinstance(row["quote"], str) or not attachment.text:
            return ""
        text = _page_text(attachment, row["page"])
        if text is None:
            return NOT_CHECKABLE
        key = (attachment.name, row["page"])
        if key not in self._pages:
            self._pages[key] = squeezed(text)
        return FOUND if squeezed(row["quote"]) in self._pages[key] else NOT_FOUND


def _page_text(attachment: Attachment, page: Scalar) -> str | None:
    """Return the text of a page counted from 1; a page that is not there has none."""
    if not isinstance(page, int) or not 1 <= page <= len(attachment.text):
        return ""
    return attachment.text[page - 1]


def attachments_not_listed(application: Application) -> list[str]:
    """Return the attachments that the sheet of materials does not mention, sorted."""
    listed = {row["file"] for row in application.sheets.get("materials", ())}
    return sorted(a.name for a in application.attachments if a.name not in listed)


def listed_not_found(application: Application) -> list[str]:
    """Return the files that the sheet of materials mentions and the package lacks, sorted."""
    there = {a.name for a in application.attachments}
    listed = {str(row["file"]) for row in application.sheets.get("materials", ()) if row["file"] is not None}
    return sorted(listed - there)
