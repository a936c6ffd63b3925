"""The databases of the storage tests, for tests that kill, starve and cut off."""

import importlib.util
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "storage_fixtures", Path(__file__).parent.parent / "storage" / "conftest.py"
)
_storage = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_storage)

server, location, clock = _storage.server, _storage.location, _storage.clock
