"""Templates to code that takes few steps, kept between runs; others' than ours in a sandbox."""

import os
import re
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from . import cache
from .own_files import TEMPLATES

_TO_ESCAPE = re.compile("[&<>\"']").search


class _Code(CodeGenerator):
    """Templates as code that takes fewer steps: what they call is called, and markup is left alone.

    Jinja looks at each thing called for whether it wants to know of the template around it;
    nothing that our templates call does. It asks an object for an attribute by way of a function
    that knows what to do without it; ours ask only for what is there, or whether it is. It makes
    all markup anew to write it, and all macros that are imported for each page that imports them.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802 - as Jinja has it
        """Call what is called."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for one in (*node.args, *node.kwargs):
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Take an attribute."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Ask whether an attribute is there, or anything else."""
        if node.name == "defined" and isinstance(node.node, nodes.Getattr):
            self.write("hasattr(")
            self.visit(node.node.node, frame)
            self.write(f", {node.node.attr!r})")
        else:
            super().visit_Test(node, frame)

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:  # noqa: N802
        """Name a file's macros, which are made once for all pages."""
        self.writeline(f"{frame.symbols.ref(node.target)} = context.vars[{node.target!r}] = ", node)
        self.write("environment.imported(")
        self.visit(node.template, frame)
        self.write(")")
        self.writeline(f"context.exported_vars.discard({node.target!r})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write("environment.escaped(")


_GIVEN: ContextVar[Mapping[str, Any]] = ContextVar("_GIVEN", default=MappingProxyType({}))


class _AsGiven(Context):
    """What imported macros know: besides what is always there, what the page was given."""

    def resolve_or_missing(self, key: str) -> Any:
        """A value by its name, for the page that is being written when a macro is called."""
        given = _GIVEN.get()
        if key in given and key not in self.vars:
            return given[key]
        return super().resolve_or_missing(key)


def _escaped(value: object) -> str:
    """A value to write in HTML: itself, if it is markup already or has no sign to escape."""
    if isinstance(value, str) and (type(value) is Markup or not _TO_ESCAPE(value)):
        return value
    return escape(value)


class Environment(jinja2.Environment):
    """Templates that begin quickly: what they may use is copied for each page."""

    code_generator_class: type[CodeGenerator] = _Code
    escaped = staticmethod(_escaped)
    ready: Mapping[str, jinja2.Template] = MappingProxyType({})

    def __init__(self, **options: Any) -> None:
        """Templates as Jinja has them."""
        super().__init__(**options)
        self._modules: dict[jinja2.Template, TemplateModule] = {}

    def fill(self, name: str, given: Mapping[str, Any]) -> str:
        """A template filled with what it is given, which the macros that it imports know too."""
        before = _GIVEN.set(given)
        try:
            return self.get_template(name).render(given)
        finally:
            _GIVEN.reset(before)

    def imported(self, name: str) -> TemplateModule:
        """The macros of a file, made the first time they are asked for."""
        template = self.get_template(name)
        if template not in self._modules:
            context = _AsGiven(self, self.make_globals(None), template.name, template.blocks)
            self._modules[template] = TemplateModule(template, context)
        return self._modules[template]

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as Jinja has it
    ) -> jinja2.Template:
        """A template by its name: one that is ready as it is, for looking it up takes a lock."""
        ready = self.ready.get(name) if isinstance(name, str) else None
        return ready or super().get_template(name, parent, globals)

    def make_globals(self, more: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """What a template may use, as a plain dict; Jinja's chain takes long to copy."""
        return {**self.globals, **(more or {})}


class _Sandbox(Environment, ImmutableSandboxedEnvironment):
    """The same for templates that come from elsewhere: what they may call is looked at."""

    code_generator_class = CodeGenerator


def templates(partials: Path | None) -> Environment:
    """The templates; those in `partials` stand in for ours of the same name.

    Data is never a template, and ours are code like any other. A municipality's come from
    elsewhere, so with them all run in a sandbox, which takes a third longer.
    """
    made = _Sandbox if partials else Environment
    environment = made(
        loader=jinja2.FileSystemLoader([partials, TEMPLATES] if partials else [TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(made),
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def _compiled(made: type[jinja2.Environment]) -> jinja2.BytecodeCache | None:
    """Where compiled templates are kept between runs, if anything is.

    What one is compiled to depends on its text, on this module and on Jinja, and the sandbox
    compiles it otherwise.
    """
    folder = cache.folder()
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    if not folder or not os.access(folder, os.W_OK):
        return None
    version = cache.digest(Path(__file__).read_bytes(), metadata.version("jinja2").encode())
    name = f"template{made.__name__}-{version}-%s"
    cache.drop_older(folder / name)
    return jinja2.FileSystemBytecodeCache(str(folder), name)
