"""The large package that measurements use is a real one: every act and file is read."""

from datetime import date

from workbench.exchange.enlarged import enlarged
from workbench.exchange.package import read_package
from workbench.services.liaison import precheck


def test_an_enlarged_package_has_its_acts_and_files_and_is_checked_like_any_other(packages, pack, tmp_path):
    large = enlarged(packages["chenghu-bay-festival"], tmp_path / "large.zip", pack, acts=300, files=60)
    application = read_package(large, pack, extract_text=False)
    assert len(application.rows("programme")) == 300
    assert len(application.attachments) == 60
    assert len({a.sha256 for a in application.attachments}) == 60
    assert {p.kind for p in application.problems if p.severity == "error"} == set()
    told = precheck(large, as_of=date(2026, 4, 10)).answer
    assert told["programme"]["acts"] == 300
    assert "K21" in {f["k"] for f in told["checks"]["must_fire"]}
