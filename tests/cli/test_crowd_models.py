"""``workbench calc`` and ``verify-models`` as a person meets them."""

import json


def test_the_models_are_listed_by_group(run):
    listed = json.loads(run("calc", "--json").out)
    by_code = {one["model"]: one["group"]["en"] for one in listed}
    assert by_code["fluid_queue"] == "Screening and entry"
    assert by_code["maurer"] == "Medical cover"
    assert by_code["lightning"] == "Weather triggers"


def test_a_model_tells_its_inputs_and_the_names_that_can_be_given(run):
    done = run("--lang", "en", "calc", "maurer")
    assert done.code == 0
    assert "rock_concert = rock concert" in done.out
    inputs = {one["key"]: one for one in json.loads(run("calc", "maurer", "--json").out)["inputs"]}
    assert "rock_concert" in inputs["event"]["options"]


def test_a_result_by_interval_is_a_table_in_words(run):
    done = run("--lang", "en", "calc", "fluid_queue", "profile=60:1000:2; 60:3000:2", "rate=1000")
    assert done.code == 0
    for words in ("by interval", "longest wait (min)", "largest queue", "1000 p"):
        assert words in done.out
    assert "{'" not in done.out


def test_a_result_for_a_machine_holds_numbers_steps_and_sources(run):
    told = json.loads(run("calc", "lanes_needed", "persons=12000", "seconds=8", "--json").out)
    assert told["values"]["lanes"] == 16
    assert told["values"]["rate"] == 382.5
    assert {one["code"] for one in told["parameters"]} == {"house.peak_share", "house.lane_efficiency"}
    assert told["steps"][-1]["what"]["en"] == "lanes by rate"


def test_no_steady_state_is_refused_with_the_model_that_answers(run):
    done = run("--lang", "en", "calc", "mmc", "arrivals=9", "service=3", "lanes=3")
    assert done.code == 1
    assert "arrivals" in done.err
    assert "fluid_queue" in done.err
    assert done.out == ""


def test_all_published_examples_pass(run):
    done = run("verify-models", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert told
    assert all(one["passed"] for one in told)
