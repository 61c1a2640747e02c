"""What every table shares: the naming convention, strict SQLite types and the column of money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeAlias

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, MetaData, String, types
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
STRICT = {"sqlite_strict": True}

Clock: TypeAlias = Callable[[], datetime]
"""Gives the present moment in UTC."""


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


@compiles(String, "sqlite")
@compiles(Date, "sqlite")
@compiles(DateTime, "sqlite")
def _as_text(_type: Any, _compiler: Any, **_options: Any) -> str:
    # A STRICT table refuses VARCHAR, DATE and DATETIME as names of types.
    return "TEXT"


@compiles(Boolean, "sqlite")
@compiles(BigInteger, "sqlite")
def _as_integer(_type: Any, _compiler: Any, **_options: Any) -> str:
    return "INTEGER"


class MoneyType(types.TypeDecorator[int]):
    """Integer cents.

    Anything else (float, Decimal, bool, text) is refused: it would be a rounding in disguise.
    """

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """The cents as they are; TypeError when they are not a whole number of cents."""
        if value is not None and type(value) is not int:
            raise TypeError(f"money is integer cents, not {value!r}")
        return value


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


PrimaryKey = Annotated[int, mapped_column(Integer, primary_key=True)]
Money = Annotated[int, mapped_column(MoneyType)]
OptionalMoney = Annotated[int | None, mapped_column(MoneyType)]
Text = Annotated[str, mapped_column(String, server_default="")]
Day = Annotated[date, mapped_column(Date)]
OptionalDay = Annotated[date | None, mapped_column(Date)]
Flag = Annotated[bool, mapped_column(Boolean, server_default="0")]
