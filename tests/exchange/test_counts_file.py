"""Counts from a CSV file: heads in either language, bad lines aside with number and reason, hostile files refused."""

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange.counts_file import MOST_BYTES, read_counts


@pytest.fixture
def file(tmp_path):
    def write(text, encoding="utf-8"):
        made = tmp_path / "counts.csv"
        made.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return made

    return write


def test_lines_are_read_by_their_heads_in_any_order_and_language(file):
    found = read_counts(file("出,进,出入口,时间\n3,50,GA,2026-04-10 18:00\n", "gb18030"))
    (one,) = found.counts
    assert (one.place, one.come, one.gone, one.inside, f"{one.at:%H:%M}") == ("GA", 50, 3, None, "18:00")
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    "line", ["soon,GA,1,0", "2026-04-10,GA,1,0", "2026-04-10 18:00,,1,0", "2026-04-10 18:00,GA,-1,0",
             "2026-04-10 18:00,GA,1.5,0", "2026-04-10 18:00,GA,999999999,0", "2026-04-10 18:00,GA,=1+1,0"],
)  # fmt: skip
def test_a_bad_line_stands_aside_with_its_number_and_reason(file, line):
    found = read_counts(file(f"time,gate,in,out\n2026-04-10 17:00,GA,1,0\n{line}\n"))
    assert len(found.counts) == 1
    assert [(one.number, bool(one.reason.zh)) for one in found.bad] == [(3, True)]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\x00\x01\x02" * 50, b"time,zone,in\n"])
def test_a_file_that_is_no_table_of_counts_is_refused_with_a_remedy(file, data):
    with pytest.raises(WorkbenchError) as refused:
        read_counts(file(data))
    assert refused.value.remedy.zh


def test_a_file_too_large_or_not_there_is_refused(file, tmp_path):
    with pytest.raises(WorkbenchError):
        read_counts(file(b"x" * (MOST_BYTES + 1)))
    with pytest.raises(WorkbenchError):
        read_counts(tmp_path / "none.csv")
