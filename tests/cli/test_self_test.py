"""The shipped program proves itself, and says so when something does not hold."""

import json

from workbench import selftest
from workbench.errors import StorageError, Text


def test_an_installation_proves_itself_from_rule_packs_to_the_painted_window(run, qapp):
    done = run("self-test", "--json")
    told = json.loads(done.out)
    assert (done.code, [t["passed"] for t in told]) == (0, [True] * 5)
    assert [t["name"]["en"] for t in told] == [name.en for name, _ in selftest._PROOFS]
    assert "export genuine" in told[2]["detail"]


def test_a_proof_that_fails_is_told_and_does_not_stop_the_others(tmp_path):
    def broken(_folder):
        raise StorageError(Text("没有空间", "no space"))

    tried = selftest._tried(Text("试", "try"), broken, tmp_path)
    assert (tried.passed, tried.detail) == (False, "StorageError: 没有空间")
