"""`dataclass(frozen=True)` as in the standard library, but quickly made.

The standard one compiles each class's methods in each process: 0.5 ms a class, 50 ms for the protocol, whenever what
shows or grades an attempt is started. Here all classes share the methods of `_Frozen`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass as dataclass
from typing import TYPE_CHECKING, Any, ClassVar


class _Frozen:
    __match_args__: ClassVar[tuple[str, ...]]  # the fields, in order

    def __init__(self, *args: object, **values: object) -> None:
        names, kind = self.__match_args__, type(self).__name__
        if len(args) > len(names) or not values.keys().isdisjoint(names[: len(args)]):
            raise TypeError(f"{kind} is given a value too many")
        values.update(zip(names, args, strict=False))  # the others are given by name
        if missing := [name for name in names if name not in values]:
            values.update({name: _default(self, name) for name in missing})
        if len(values) > len(names):
            raise TypeError(f"{kind} has no field {min(values.keys() - set(names))!r}")
        self.__dict__.update(values)

    def __repr__(self) -> str:
        return (
            f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__match_args__)})"
        )

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__match_args__)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.__match_args__))

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _default(of: Any, name: str) -> object:
    field = of.__dataclass_fields__[name]
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    if field.default is dataclasses.MISSING:
        raise TypeError(f"{type(of).__name__} needs a value for {name!r}")
    return field.default


if not TYPE_CHECKING:  # to type checkers it is the standard one

    def dataclass(*, frozen: bool) -> Any:
        """A class decorator; its classes are frozen, and compared and hashed by value."""
        assert frozen

        def make(kind: type) -> type:
            for name in ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"):
                setattr(kind, name, vars(_Frozen)[name])
            return dataclasses.dataclass(init=False, repr=False, eq=False)(kind)

        return make
