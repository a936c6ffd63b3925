"""The papers of the workbench: plain blocks in, reproducible PDF bytes out. Only ``workbench.services`` calls it.

How a paper comes about: a frozen *content* (``acceptance_notice.AcceptanceNotice`` …) and the templates of the pack
(``papers.texts_of``) become *blocks* (``blocks``), blocks become chunks and pages of *ink* (``compose``, ``tables``,
``figures``, ``layout``, with ``line_setter`` for every line), and ``pdf.render`` draws the ink and makes it PDF/A-2u::

    render(acceptance_notice.document(content, texts_of(pack.papers, "F03"))).pdf

Decided: a line setter and page layout of our own over the bare canvas of reportlab, because its paragraphs do not know
Chinese line breaking, have no glyph fallback, read text as markup and raise on tall cells. Ink is plain values, so
tests read pages back without a PDF. Rejected: HTML engines (slower, and the same bytes twice are hard to promise).
"""
