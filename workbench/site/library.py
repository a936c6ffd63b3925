"""The door to shapely: it carries no types for most of its functions, so it comes as ``Any``."""

from __future__ import annotations

from typing import Any

import shapely as _shapely

shapely: Any = _shapely
"""The library."""
