"""Statements that are run so often that they are compiled once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ClauseElement, Connection, CursorResult
from sqlalchemy.sql.compiler import SQLCompiler


class Prepared:
    """A statement compiled once per kind of database: building it and looking it up costs more than running it."""

    def __init__(self, statement: ClauseElement, columns: Iterable[str] | None = None) -> None:
        """Keep the statement; it is compiled when it is first run.

        ``columns`` are those that an insert gives; all of the table when left out.
        """
        self._statement = statement
        self._columns = None if columns is None else list(columns)
        self._compiled: dict[str, SQLCompiler] = {}

    def run(self, connection: Connection, **values: Any) -> CursorResult[Any]:
        """Run the statement with these values."""
        kind = connection.dialect.name
        compiled = self._compiled.get(kind)
        if compiled is None:
            made = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
            assert isinstance(made, SQLCompiler)
            compiled = self._compiled[kind] = made
        places = compiled.positiontup
        parameters = values if places is None else tuple(values[name] for name in places)
        return connection.exec_driver_sql(compiled.string, parameters)
