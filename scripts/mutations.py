"""The small changes of scripts/mutants.py: which can be made in a function, and the function's code with one made.

Changed are comparisons (the edge, and into the opposite), ``and``/``or``/``not``, arithmetic, whole numbers (one more,
one less), true/false, conditions (always, never), returned values (nothing instead), ``min``/``max``, ``any``/``all``,
``break``/``continue``. Left alone are texts, assertions, annotations, defaults and what stands outside functions.
"""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Final, NamedTuple

OTHER_OPERATOR: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
OTHER_NAME: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
LEFT_ALONE: Final = {"annotation", "returns", "decorator_list", "type_params"}
SHOWN: Final = 70


class Change(NamedTuple):
    """One possible change: the how-manieth of its file, where, and in which function."""

    number: int
    function: str
    first_line: int
    first_of_statement: int
    line: int
    last_line: int
    text: str


class Place(NamedTuple):
    """A node and where it hangs, so that another can take its place."""

    parent: ast.AST
    field: str
    at: int | None
    node: ast.AST
    statement: ast.stmt

    def put(self, node: ast.AST) -> None:
        """Hang another node there."""
        if self.at is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node


def changes(source: str) -> list[Change]:
    """Every change that can be made in a file, in a fixed order."""
    found = []
    for number, (function, place, other) in enumerate(_every(ast.parse(source))):
        lines = [decorator.lineno for decorator in function.decorator_list]
        line = getattr(place.node, "lineno", place.statement.lineno)
        last = line if isinstance(place.node, ast.stmt) else getattr(place.node, "end_lineno", line)
        text = f"{_shown(place.node)} → {_shown(other)}"
        start = min(line, place.statement.lineno)
        found.append(Change(number, function.name, min([function.lineno, *lines]), start, line, last, text))
    return found


def changed_code(path: str, change: Change) -> CodeType:
    """The code of the function with the change made."""
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    for number, (_function, place, other) in enumerate(_every(tree)):
        if number == change.number:
            place.put(ast.copy_location(other, place.node) if hasattr(place.node, "lineno") else other)
            break
    whole = compile(ast.fix_missing_locations(tree), path, "exec")
    return next(
        code for code in _inner(whole) if (code.co_name, code.co_firstlineno) == (change.function, change.first_line)
    )


def _inner(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inner(constant)


def _every(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef, Place, ast.AST]]:
    for function in _functions(tree):
        for at, statement in enumerate(function.body):
            for place in _places(Place(function, "body", at, statement, statement)):
                for other in _others(place.node):
                    yield function, place, other


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef | ast.If):
            yield from _functions(node)


def _places(place: Place) -> Iterator[Place]:
    node = place.node
    if isinstance(node, ast.Assert):
        return
    yield place
    for field, value in ast.iter_fields(node):
        if field in LEFT_ALONE or isinstance(value, ast.arguments):
            continue
        listed = value if isinstance(value, list) else [value]
        for at, child in enumerate(listed):
            if isinstance(child, ast.AST):
                statement = child if isinstance(child, ast.stmt) else place.statement
                yield from _places(Place(node, field, at if isinstance(value, list) else None, child, statement))


def _others(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for at, operator in enumerate(ops):
                yield _with(node, ops=[*ops[:at], OTHER_OPERATOR[type(operator)](), *ops[at + 1 :]])
            if len(ops) == 1 and isinstance(ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                yield ast.UnaryOp(op=ast.Not(), operand=node)
        case ast.BoolOp(op=op) | ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OTHER_OPERATOR:
            yield _with(node, op=OTHER_OPERATOR[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Call(func=ast.Name(id=name)) if name in OTHER_NAME:
            yield _with(node, func=ast.Name(OTHER_NAME[name], ctx=ast.Load()))
        case _:
            yield from _other_flow(node)


def _other_flow(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If() | ast.IfExp():
            yield _with(node, test=ast.Constant(value=True))
            yield _with(node, test=ast.Constant(value=False))
        case ast.comprehension(ifs=[*ifs]):
            for at in range(len(ifs)):
                yield _with(node, ifs=[*ifs[:at], *ifs[at + 1 :]])
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield _with(node, value=ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case _:
            return


def _with(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"[:SHOWN]
    return " ".join(ast.unparse(node).split())[:SHOWN]
