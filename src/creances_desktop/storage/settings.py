"""Settings kept in the dossier, as JSON."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.storage.tables import SettingRow


class Settings:
    """Named values of the dossier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str, default: Any = None) -> Any:
        """The value stored under `key`, or `default`."""
        text = self._connection.scalar(select(SettingRow.value).where(SettingRow.key == key))
        return default if text is None else json.loads(text)

    def set(self, key: str, value: Any) -> None:
        """Stores a JSON value under `key`."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        statement = insert(SettingRow).values(key=key, value=text)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": text})
        )

    def all(self) -> dict[str, Any]:
        """Every setting by name."""
        rows = self._connection.execute(select(SettingRow.key, SettingRow.value).order_by(SettingRow.key))
        return {key: json.loads(value) for key, value in rows}
