"""Values behave as frozen dataclasses with slots do, which is what they are measured against."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
import types
from typing import Any

import pytest

from xccviz import values
from xccviz.values import field, follows, frozen, maker, mutable, names, replace


@frozen
class Point:
    """Two members and two with defaults."""

    x: int
    y: int = 2
    key: str = field(default="secret", repr=False, compare=False)
    more: dict[str, int] = field(default_factory=dict, hash=False)

    def doubled(self) -> int:
        return 2 * self.x


@frozen
class Far(Point):
    """One member more."""

    z: int = 0


@frozen(eq=False)
class Itself:
    x: int


@frozen
class Nothing:
    pass


@frozen
class Sized:
    """A member that nobody gives."""

    text: str
    size: int = follows(lambda sized: len(sized.text))


@mutable
class Work:
    done: list[int] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    x: int
    y: int = 2
    key: str = dataclasses.field(default="secret", repr=False, compare=False)
    more: dict[str, int] = dataclasses.field(default_factory=dict, hash=False)


def test_a_value_says_what_a_dataclass_says() -> None:
    """`repr`, `==`, the hash, patterns, defaults and slots."""
    for arguments in ((1,), (1, 3), (1, 2, "other"), (1, 2, "k", {"a": 1})):
        mine, theirs = Point(*arguments), Reference(*arguments)
        assert repr(mine) == repr(theirs).replace("Reference", "Point")
        assert hash(mine) == hash(theirs)
        assert [getattr(mine, name) for name in names(Point)] == list(dataclasses.astuple(theirs))
    assert Point(1, key="a") == Point(1, key="b") != Point(2)
    assert Point(1).__eq__((1, 2)) is NotImplemented
    assert Point(1) != Far(1)
    assert Point.__slots__ == Reference.__slots__ and not hasattr(Point(1), "__dict__")
    assert names(Point(1)) == Point.__match_args__ == Reference.__match_args__
    assert Point(1).more is not Point(1).more
    match Point(5, 6):
        case Point(5, y):
            assert y == 6
        case _:
            pytest.fail("patterns match by place")


def test_a_frozen_value_stays_as_it_is() -> None:
    """Nothing can be set or deleted, a member that was never declared included."""
    point = Point(1)
    for change in (
        lambda: setattr(point, "x", 2),
        lambda: delattr(point, "x"),
        lambda: setattr(point, "w", 2),
    ):
        with pytest.raises(AttributeError):
            change()
    assert point.x == 1
    work = Work()
    work.done = [1]
    assert work == Work([1])
    with pytest.raises(TypeError, match="unhashable"):
        hash(work)


def test_a_member_that_follows_is_worked_out_once_for_each_value() -> None:
    """It can't be given, is no part of what a value says of itself, and follows anew in each copy."""
    four = Sized("four")
    assert four.size == 4 and names(four) == ("text",) and repr(four) == "Sized(text='four')"
    assert replace(four, text="seven").size == 5
    assert pickle.loads(pickle.dumps(four)) == four == Sized("four") and hash(four) == hash(Sized("four"))
    with pytest.raises(TypeError, match="'size'"):
        Sized("four", size=3)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        four.size = 3  # type: ignore[misc]


def test_wrong_members_are_refused_by_name() -> None:
    """At the first instance too, whose `__init__` is compiled by the call."""

    @frozen
    class Fresh:
        x: int

    for _ in range(2):
        with pytest.raises(
            TypeError, match=r"Fresh\.__init__\(\) missing 1 required positional argument: 'x'"
        ):
            Fresh()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'w'"):
        replace(Point(1), w=3)  # type: ignore[call-arg]


def test_values_of_one_shape_share_neither_names_nor_defaults() -> None:
    """Their `__init__` is compiled once for all of them, under names that members may have too."""

    @frozen
    class One:
        m1: int
        m0: int = 5
        made: list[int] = field(default_factory=lambda: [1])
        twice: int = follows(lambda one: 2 * one.m1)

    @frozen
    class Other:
        set_class: int
        NONE: str = "7"
        m0: list[int] = field(default_factory=lambda: [2])
        m1: int = follows(lambda other: other.set_class + 1)

    for _ in range(2):
        one, other = One(3), Other(4, m0=[])
        assert (one.m1, one.m0, one.made, one.twice) == (3, 5, [1], 6)
        assert (other.set_class, other.NONE, other.m0, other.m1) == (4, "7", [], 5)
        assert Other(set_class=8).m0 == [2]
        with pytest.raises(TypeError, match=r"Other\.__init__\(\) got an unexpected keyword argument 'm1'"):
            Other(1, m1=2)  # type: ignore[call-arg]


def test_replaced_inherited_copied_and_pickled() -> None:
    """A subclass has its base's members first; each way to a copy gives an equal value."""
    far = Far(1, 2, z=3)
    assert names(Far) == (*names(Point), "z") and far.doubled() == 2
    assert replace(far, x=7, z=8) == Far(7, 2, z=8)
    assert replace(far) is not far
    again: Any
    for again in (copy.copy(far), copy.deepcopy(far), pickle.loads(pickle.dumps(far))):
        assert again == far and type(again) is Far
    assert Itself(1) != Itself(1)
    assert len({Itself(1), Itself(1)}) == 2
    assert Nothing() == Nothing() and hash(Nothing()) == hash(Nothing()) and repr(Nothing()) == "Nothing()"
    assert values.names(Nothing) == ()


def test_what_derives_without_being_declared_says_what_to_do() -> None:
    """Whether it has slots, members or an `__init__` of its own; also where something declared derives from it."""

    class Slotless(Point):
        pass

    class Slotted(Point):
        __slots__ = ()

    class Made(Point):
        def __init__(self) -> None:
            super().__init__(1)

    @frozen
    class Below(Slotless):
        z: int = 0

    for make, name in ((lambda: Slotless(1), "Slotless"), (lambda: Slotted(1), "Slotted"), (Made, "Made")):
        with pytest.raises(TypeError, match=rf"{name} derives from .*Point.*@frozen"):
            make()
    with pytest.raises(TypeError, match=r"Slotless derives from .*@frozen"):
        Below(1)
    assert type(Far(1)) is Far and type(frozen(Slotless)(1)) is not Slotless


def test_a_class_above_is_told_of_what_derives() -> None:
    """Its `__init_subclass__` is called as if there were no value between."""
    told: list[tuple[str, int]] = []

    class Above:
        def __init_subclass__(cls, number: int = 0) -> None:
            told.append((cls.__name__, number))

    @frozen
    class Between(Above):
        x: int

    told.clear()

    class Lower(Between, number=7):
        pass

    assert told == [("Lower", 7)]


def test_the_program_declares_no_dataclass() -> None:
    """A command's own modules neither need nor load them."""
    code = "import sys, xccviz.document; print('dataclasses' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "False\n"


def test_two_threads_may_make_the_first_one_at_once() -> None:
    @frozen
    class Fresh:
        x: int

    looked_up = Fresh.__init__
    Fresh(1)  # the other thread was quicker
    late = Fresh.__new__(Fresh)
    looked_up(late, 2)
    assert late == Fresh(2)


def test_a_maker_makes_what_calling_the_class_makes() -> None:
    """From its first call on: defaults, what follows, inherited members; and it refuses wrong ones by name."""
    for cls, arguments, keywords in (
        (Point, (1,), {}),
        (Point, (1, 3), {"key": "k", "more": {"a": 1}}),
        (Far, (1,), {"z": 2}),
        (Sized, (), {"text": "four"}),
        (Work, ([1],), {}),
        (Nothing, (), {}),
    ):
        make: Any = maker(cls)
        for _ in range(2):
            made, called = make(*arguments, **keywords), cls(*arguments, **keywords)
            assert made == called and type(made) is cls and repr(made) == repr(called)
    point, sized = maker(Point), maker(Sized)
    assert point(1).more is not point(1).more
    assert sized("four").size == 4
    with pytest.raises(AttributeError):
        point(1).x = 2  # type: ignore[misc]
    for _ in range(2):
        with pytest.raises(TypeError, match=r"Point\(\) missing 1 required positional argument: 'x'"):
            maker(Point)()  # type: ignore[call-arg]


def test_two_threads_may_call_a_maker_first_at_once() -> None:
    make = maker(Point)
    late = types.FunctionType(make.__code__, make.__globals__)  # the other thread has the function as it was
    assert make(1) == late(1) == Point(1)
