"""The engine alone, with nothing watched and nothing read: what a run is measured against."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.crowd.microscopic import STEP, Person, Scene, Walker, engine


def walked_bare(scene: Scene, people: Sequence[Person], walker: Walker, seconds: float) -> int:
    """Let people walk for a simulated time with the library's own calls; return how many are left."""
    library = engine()
    sim = library.Simulation(model=library.CollisionFreeSpeedModelV2(), geometry=scene.area, dt=STEP)
    stages = [sim.add_exit_stage(goal) for goal in scene.goals]
    journeys = [sim.add_journey(library.JourneyDescription([stage])) for stage in stages]
    for one in people:
        sim.add_agent(
            library.CollisionFreeSpeedModelV2AgentParameters(
                position=one.at,
                desired_speed=one.speed,
                time_gap=walker.time_gap,
                radius=walker.radius,
                journey_id=journeys[one.goals[0]],
                stage_id=stages[one.goals[0]],
            )
        )
    for _ in range(round(seconds / STEP)):
        sim.iterate()
    return int(sim.agent_count())
