"""Frozen dataclasses to JSON text and back, exactly: what was issued is drawn again from it years later."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_T = TypeVar("_T")


def to_json(value: object) -> str:
    """The dataclass as compact JSON: dates ISO, enumerations by value, amounts as integers of cents."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[_T], text: str) -> _T:
    """The `kind` that `to_json` wrote.

    A field that the text lacks takes its default (the text may be older than the field). ValueError when it
    has none, when the text holds an unknown field or a value of the wrong kind: a float is never an amount.
    """
    value: _T = _read(kind, json.loads(text))
    return value


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"{type(value).__name__} has no exact JSON form")


def _read(kind: Any, value: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        kinds = [one for one in get_args(kind) if one is not type(None)]
        return None if value is None else _read(kinds[0], value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in _checked(list, value))
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_dataclass(kind, _checked(dict, value))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is date:
        return date.fromisoformat(_checked(str, value))
    return _checked(kind, value)


def _read_dataclass(kind: Any, values: Mapping[str, Any]) -> Any:
    known = _fields(kind)
    unknown = set(values) - set(known)
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    missing = [name for name, (_, needed) in known.items() if needed and name not in values]
    if missing:
        raise ValueError(f"{kind.__name__} lacks {', '.join(missing)}")
    return kind(**{name: _read(known[name][0], value) for name, value in values.items()})


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """The type of each field and whether it must be given."""
    hints = get_type_hints(kind)
    return {field.name: (hints[field.name], _is_needed(field)) for field in fields(kind)}


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _checked(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not of type {kind.__name__}")
    return value
