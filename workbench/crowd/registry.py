"""All models by code, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from workbench.crowd import (
    areas,
    capacity,
    carrying,
    comparisons,
    density,
    egress_network,
    egress_rates,
    entry_slots,
    fire_munich,
    hydraulic_models,
    medical_hsg195,
    medical_maurer,
    medical_munich,
    medical_patients,
    medical_spread,
    queueing,
    response,
    screening,
    speeds,
    staffing,
    streams,
    transport,
    weather,
    widths,
    zones,
)
from workbench.crowd.model import Model
from workbench.errors import Text, WorkbenchError

GROUPS: Mapping[str, Text] = {
    "capacity": Text("容量", "Capacity"),
    "egress": Text("疏散", "Egress"),
    "density": Text("密度与服务水平", "Density and level of service"),
    "entry": Text("安检与入场", "Screening and entry"),
    "staffing": Text("人员配备", "Staffing"),
    "transport": Text("停车与散场", "Parking and dispersal"),
    "response": Text("快速反应", "Response"),
    "medical": Text("医疗保障", "Medical cover"),
    "weather": Text("天气触发", "Weather triggers"),
}
"""Families under which models are listed, in order."""

_ALL: tuple[Model, ...] = (
    *capacity.MODELS,
    *zones.MODELS,
    *areas.MODELS,
    *carrying.MODELS,
    *streams.MODELS,
    *widths.MODELS,
    *staffing.MODELS,
    *egress_rates.MODELS,
    *queueing.MODELS,
    *screening.MODELS,
    *entry_slots.MODELS,
    *transport.MODELS,
    *response.MODELS,
    *hydraulic_models.MODELS,
    *egress_network.MODELS,
    *comparisons.MODELS,
    *density.MODELS,
    *speeds.MODELS,
    *medical_maurer.MODELS,
    *medical_munich.MODELS,
    *fire_munich.MODELS,
    *medical_hsg195.MODELS,
    *medical_patients.MODELS,
    *medical_spread.MODELS,
    *weather.MODELS,
)
MODELS: Mapping[str, Model] = {one.code: one for group in GROUPS for one in _ALL if one.group == group}


def model(code: str) -> Model:
    """Return a model by its code; ``WorkbenchError`` names the nearest one."""
    found = MODELS.get(code)
    if found is None:
        near = get_close_matches(code, MODELS, n=3)
        told = Text(f"没有模型：{code}", f"there is no model {code}")
        known = "、".join(near) or "workbench calc"
        raise WorkbenchError(told, where=code, remedy=Text(f"可用：{known}", f"try: {known}"))
    return found
