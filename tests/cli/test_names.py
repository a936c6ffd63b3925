"""Names asked for with ``--only``."""

import pytest


@pytest.mark.parametrize("command", [("bench",), ("screenshots", "--out", "pictures")])
def test_an_unknown_name_is_refused_with_those_there_are(run, command, tmp_path):
    done = run(*command, "--only", "nonsense")
    assert done.code == 1
    assert "nonsense" in done.err
    assert ("plan" if command == ("bench",) else "queue") in done.err
    assert not list(tmp_path.rglob("pictures"))
