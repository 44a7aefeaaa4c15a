"""Values: classes with a slot a member, declared as a dataclass is and cheap to declare.

A dataclass writes and compiles six methods of every class while the program starts, and a command needs few of them.
These classes share theirs; only `__init__` is compiled for each, when the first instance is made. Type checkers read
them as dataclasses (PEP 681). Why this and nothing bought: docs/decisions/2026-11-29-values-of-our-own.md.

    @frozen
    class Amount:
        yocto: int
        of: str | None = None

Members compare, hash and print in the order they are written, match patterns by place, and copy and pickle.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    NoReturn,
    ParamSpec,
    TypeVar,
    cast,
    dataclass_transform,
    overload,
)

_T = TypeVar("_T")
_P = ParamSpec("_P")
_Class = TypeVar("_Class", bound=type)
_NONE: Final[Any] = object()


class Member:
    """What `field` says of one member. `compare` is for `==` and the hash, `hash` for the hash alone; `follows`: how it
    follows from the other members."""

    __slots__ = ("compare", "default", "factory", "follows", "hash", "repr")

    def __init__(
        self, default: Any, factory: Any, repr: bool, compare: bool, hash: bool, follows: Any = None
    ) -> None:
        self.default, self.factory, self.repr = default, factory, repr
        self.compare, self.hash, self.follows = compare, compare and hash, follows


def field(
    *,
    default: Any = _NONE,
    default_factory: Any = _NONE,
    repr: bool = True,
    compare: bool = True,
    hash: bool = True,
) -> Any:
    """A member whose default is made anew each time, or that stays out of `repr`, of `==` or of the hash."""
    return Member(default, default_factory, repr, compare, hash)


def follows(of: Callable[[Any], Any], *, init: Literal[False] = False) -> Any:
    """A member that follows from those above it and is worked out once, when the value is made: for what is asked for
    many times, where a property would work it out each time. Nobody gives it, and `names` leaves it out."""
    return Member(_NONE, _NONE, False, False, False, of)


@overload
def frozen(cls: _Class, /) -> _Class: ...
@overload
def frozen(*, eq: bool = True) -> Callable[[_Class], _Class]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field, follows))
def frozen(cls: Any = None, /, *, eq: bool = True) -> Any:
    """A class whose instances refuse to be changed; with `eq=False` each is equal only to itself. What derives from it
    is declared so too."""
    return _declared(cls, eq, True) if cls is not None else lambda cls: _declared(cls, eq, True)


@overload
def mutable(cls: _Class, /) -> _Class: ...
@overload
def mutable(*, eq: bool = True) -> Callable[[_Class], _Class]: ...
@dataclass_transform(field_specifiers=(field, follows))
def mutable(cls: Any = None, /, *, eq: bool = True) -> Any:
    """The same for what one function fills while it works: its instances can be changed, and have no hash."""
    return _declared(cls, eq, False) if cls is not None else lambda cls: _declared(cls, eq, False)


def maker(cls: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function that makes what calling the class makes, in half the time: what a class is called with goes through a
    tuple and a dictionary, where each keyword costs as much as a member. For what every transaction has many of."""
    make = FunctionType(_first_make.__code__, {"function": _function, "own_class": cls})
    make.__globals__["make"] = make
    return cast("Callable[_P, _T]", make)


def _first_make(*args: Any, **kwargs: Any) -> Any:
    """What each of these functions does when it is first called, with the globals that `maker` gives it: it becomes
    the function of its class."""
    known = globals()
    make, found = known["make"], known["function"](known["own_class"], making=True)
    known.update(found.__globals__)
    make.__qualname__, make.__defaults__ = found.__qualname__, found.__defaults__
    make.__code__ = found.__code__  # last: another thread that calls it meanwhile finds the defaults there
    return make(*args, **kwargs)


def names(value: object) -> tuple[str, ...]:
    """The names of the members of a class or of a value, in order."""
    return getattr(value, "__match_args__", ())


if TYPE_CHECKING:
    # The same, and type checkers hold each change to its member.
    from dataclasses import replace as replace
else:

    def replace(value: _T, /, **changes: Any) -> _T:
        """The value with some members changed. Raises TypeError for a member it does not have."""
        for name in value.__match_args__:
            if name not in changes:
                changes[name] = getattr(value, name)
        return type(value)(**changes)


def _declared(cls: type, eq: bool, frozen: bool) -> type:
    """The class anew, with slots; what it defines itself stays."""
    none_of_it = ("__dict__", "__weakref__")
    space = {
        name: of for name, of in cls.__dict__.items() if name not in none_of_it and of is not _declare_it
    }
    members = {name: member for base in cls.__mro__[:0:-1] for name, member in _members(base).items()}
    own = tuple(space.get("__annotations__", ()))
    for name in own:
        default = space.pop(name, _NONE)
        members[name] = default if isinstance(default, Member) else Member(default, _NONE, True, True, True)
    given = tuple(name for name, member in members.items() if member.follows is None)
    space |= {"__slots__": own, "__match_args__": given, "__value_members__": members}
    shared: dict[str, Any] = {"__init__": _first_init, "__repr__": _repr, "__reduce__": _reduce}
    if eq:
        space["__value_compared__"] = _getter([name for name, member in members.items() if member.compare])
        space["__value_hashed__"] = _getter([name for name, member in members.items() if member.hash])
        shared |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
    if frozen:
        shared |= {"__setattr__": _refuse, "__delattr__": _refuse, "__init_subclass__": _derived}
    return type(cls)(cls.__name__, cls.__bases__, shared | space)


def _derived(cls: type, **given: Any) -> None:
    """Whoever derives from a frozen value makes none before it is declared too, as the decorator comes after this."""
    values: list[Any] = [base for base in cls.__mro__ if "__value_members__" in base.__dict__]
    super(values[-1], cls).__init_subclass__(**given)
    if values[0] is not cls:
        type.__setattr__(cls, "__new__", _declare_it)


def _declare_it(cls: type, /, *args: Any, **kwargs: Any) -> NoReturn:
    at = next(at for at, base in enumerate(cls.__mro__) if base.__dict__.get("__new__") is _declare_it)
    name, above = cls.__mro__[at].__name__, cls.__mro__[at + 1].__name__
    raise TypeError(
        f"{name} derives from {above}, a frozen value, and is not declared: write @frozen above it"
    )


def _members(value: object) -> dict[str, Member]:
    members: dict[str, Member] = getattr(value, "__value_members__", {})
    return members


def _getter(of: list[str]) -> Any:
    """A function from an instance to what stands for it when it is compared; without members that is its class."""
    return attrgetter(*of) if of else attrgetter("__class__")


def _first_init(self: Any, /, *args: Any, **kwargs: Any) -> None:
    """Compile the `__init__` of this class, as a dataclass would have it, and call it."""
    cls = next((base for base in type(self).__mro__ if base.__dict__.get("__init__") is _first_init), None)
    if cls is None:  # another thread was here since this one looked it up
        type(self).__init__(self, *args, **kwargs)
        return
    init = _function(cls, making=False)
    type.__setattr__(cls, "__init__", init)
    init(self, *args, **kwargs)


def _function(cls: type, making: bool) -> FunctionType:
    """The `__init__` of a class, or what makes an instance of it from nothing."""
    members, frozen = _members(cls), cls.__setattr__ is _refuse
    known: dict[str, Any] = {"NONE": _NONE, "own_class": cls, "open_class": _open(cls) if frozen else cls}
    known |= {"set_class": _CLASS.__set__, "new": object.__new__}
    shape, defaults = list[str](), list[Any]()
    for place, member in enumerate(members.values()):
        made = member.factory is not _NONE
        shape.append("follows" if member.follows is not None else "made" if made else "given")
        known[f"make{place}"] = member.follows or member.factory
        if made or member.default is not _NONE:
            defaults.append(member.default)
    code = _code_of(making, frozen, *shape)
    called = {f"m{place}": name for place, name in enumerate(members)}
    code = code.replace(
        co_names=tuple(called.get(name, name) for name in code.co_names),
        co_varnames=tuple(called.get(name, name) for name in code.co_varnames),
        co_qualname=cls.__qualname__ if making else f"{cls.__qualname__}.__init__",
    )
    return FunctionType(code, known, code.co_name, tuple(defaults))


@cache
def _code_of(making: bool, frozen: bool, /, *shape: str) -> CodeType:
    """The compiled function of all classes whose members are of these sorts, there named m0, m1, …: most share theirs
    with others, and to compile one for each would take a tenth of a short command."""
    parameters, body = list[str](), list[str]()
    for place, sort in enumerate(shape):
        name, given = f"m{place}", f"m{place}"
        if sort == "follows":
            given = f"make{place}(self)"
        elif sort == "made":
            given = f"make{place}() if {name} is NONE else {name}"
        if sort != "follows":
            parameters.append(name)
        body.append(f"self.{name} = {given}")
    if frozen:
        body.append("self.__class__ = own_class")
    if making:
        name, body = "make", ["self = new(open_class)", *body, "return self"]
    else:
        name, parameters = "__init__", ["self", *parameters]
        body = ["set_class(self, open_class)", *body] if frozen else body or ["pass"]
    space: dict[str, Any] = {}
    exec(f"def {name}({', '.join(parameters)}):\n " + "\n ".join(body), space)
    code: CodeType = space[name].__code__
    return code


_CLASS: Final[Any] = object.__dict__["__class__"]


@cache
def _open(cls: type) -> type:
    """A class of the same slots whose instances can be changed, which a frozen value is of while it is made: to go
    around the refusal for each member by itself takes twice as long as everything else."""
    space = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls)(cls.__name__, (cls,), space | {"__value_members__": _members(cls)})


def _refuse(self: Any, name: str, value: Any = None) -> NoReturn:
    raise AttributeError(f"cannot change {name!r} of a {type(self).__name__}: values are frozen")


def _eq(self: Any, other: Any) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    compared = self.__value_compared__
    return self is other or bool(compared(self) == compared(other))


def _hash(self: Any) -> int:
    return hash(self.__value_hashed__(self))


def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, member in _members(self).items() if member.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple[type, tuple[Any, ...]]:
    return type(self), tuple(getattr(self, name) for name in self.__match_args__)
