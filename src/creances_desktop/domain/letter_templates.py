"""The texts of letters: paragraphs with fields, and how fields are filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.letter_tones import Tone

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

BOLD = "**"
"""What surrounds words to be printed in bold."""

AGREEMENT = "accord"
"""The one function that a text may call: the word that agrees with a number."""

_SECTIONS = ("opening", "closing")
_LAYOUT = re.compile(r"\A\ufeff?---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_NO_BREAK = "\u00a0"
_PARAGRAPH = "\u2029"


class Paragraphs(str):
    """A value of several lines that keeps them: standing alone in a paragraph, it makes as many of them."""

    __slots__ = ()


class Wording(str):
    """Words that are filled already: the bold marks in them are meant."""

    __slots__ = ()


class TemplateProblem(DomainError):
    """A template that cannot be read or filled."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that letters share and that only stand where they apply: a field whose value is a passage.

    `label` is its French name, `help` says when it is printed, `text` is filled with the letter's values.
    """

    name: str
    label: str
    help: str
    text: str


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """Which of the texts of a kind a letter was written from; `own`: the user's, whose versions are his."""

    own: bool = False
    nature: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A letter's text, to be filled: `opening` paragraphs come before the table, `closing` ones after it.

    `nature` is the legal nature it is written for, None when it cites no regime and so fits every client;
    `tone` likewise. `part_title` heads the main part of the table; empty when one part alone needs no title.
    `own`: the user's copy, whose versions are his own. `phrases` are those that its text may use.
    """

    id: str
    version: int
    name: str
    subject: str
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    nature: Nature | None = None
    part_title: str = ""
    tone: Tone | None = None
    own: bool = False
    phrases: tuple[Phrase, ...] = field(default=(), compare=False, repr=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the other built-in texts: id, nature and tone, empty where it has none."""
        return self.id, self.nature or "", self.tone or ""

    @property
    def origin(self) -> TextOrigin:
        """What a letter remembers of it beside its id and version."""
        return TextOrigin(self.own, self.nature or "", self.tone or "")

    def with_phrases(self, values: Mapping[str, object]) -> dict[str, object]:
        """The values, and the phrases that the text uses, filled; a phrase of other letters is left out."""
        filled = dict(values)
        used = _names(self.subject, self.part_title, self.opening, self.closing)
        for phrase in self.phrases:
            words = None if phrase.name not in used else _filled_phrase(phrase, values)
            if words is not None:
                filled[phrase.name] = Wording(words)
        return filled


def parse_template(text: str) -> LetterTemplate:
    """The template in `text`: `name: value` lines between two `---`, then `# opening` and `# closing`.

    Blank lines part the paragraphs; line ends inside a paragraph are spaces. Raises TemplateProblem.
    """
    found = _LAYOUT.match(text.replace("\r\n", "\n"))
    if found is None:
        raise TemplateProblem(
            "Ce modèle n’a pas d’en-tête entre deux lignes «\u00a0---\u00a0»\u00a0; complétez-le."
        )
    head = _head(found["head"])
    sections = _sections(found["body"])
    try:
        return LetterTemplate(
            id=head["id"],
            version=int(head["version"]),
            name=head["name"],
            subject=head["subject"],
            opening=sections["opening"],
            closing=sections["closing"],
            nature=Nature(head["nature"]) if head.get("nature") else None,
            part_title=head.get("part_title", ""),
            tone=Tone(head["tone"]) if head.get("tone") else None,
        )
    except KeyError as error:
        what = error.args[0]
        raise TemplateProblem(
            f"Il manque «\u00a0{what}\u00a0» dans ce modèle de lettre\u00a0; complétez-le."
        ) from error
    except ValueError as error:
        raise TemplateProblem(
            f"L’en-tête de ce modèle est incorrect ({error})\u00a0; corrigez-le."
        ) from error


def parse_phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases in `text`: `# name`, then a `label:` line, a `help:` line and the passage, in one line."""
    found = re.findall(r"^# (\w+)\nlabel: (.*)\nhelp: (.*)\n(.*)$", text.replace("\r\n", "\n"), re.MULTILINE)
    return tuple(Phrase(*parts) for parts in found)


def choose_template(
    templates: Iterable[LetterTemplate], template_id: str, nature: Nature, tone: Tone = Tone.FIRM
) -> LetterTemplate:
    """The template of that id written for that nature, otherwise the one that cites no regime.

    Among these, the one of that tone, or the nearest tone that there is: the next more formal one first.
    Raises TemplateProblem when there is none.
    """
    fitting = [one for one in templates if one.id == template_id and one.nature in (nature, None)]
    if not fitting:
        raise TemplateProblem(
            f"Le modèle de lettre «\u00a0{template_id}\u00a0» n’existe pas\u00a0; choisissez-en un autre."
        )
    return max(fitting, key=lambda one: (one.nature is not None, _nearness(one.tone, tone)))


def _nearness(tone: Tone | None, wanted: Tone) -> tuple[int, bool]:
    order = list(Tone)
    if tone is None or tone is wanted:
        return 0, tone is wanted
    distance = order.index(tone) - order.index(wanted)
    return -abs(distance), distance > 0


def fill(template: LetterTemplate, text: str, values: Mapping[str, object]) -> str:
    """One line or paragraph of the template with its fields filled and French spaces set; may be empty.

    Raises TemplateProblem for a field that is not in `values`, a text that cannot be read, or one that does
    more than fill fields, choose passages and agree words.
    """
    from jinja2 import TemplateError

    try:
        filled = _compiled(text).render(values)
    except (TemplateError, TypeError, RecursionError) as error:  # TypeError: `accord` without its two words
        passage = text if len(text) <= 60 else f"{text[:60]}…"
        raise TemplateProblem(
            f"Le modèle «\u00a0{template.name}\u00a0» ne peut pas être rempli ({error})\u00a0; "
            f"corrigez «\u00a0{passage}\u00a0»."
        ) from error
    return french_spaces(_closed(filled))


@lru_cache(maxsize=256)
def _names(*texts: str | tuple[str, ...]) -> frozenset[str]:
    """The names that the texts print: a run over thousands of letters fills the same few texts."""
    lines = (line for text in texts for line in ((text,) if isinstance(text, str) else text))
    return frozenset(name for line in lines for name in re.findall(r"\{\{\s*(\w+)", line))


def _filled_phrase(phrase: Phrase, values: Mapping[str, object]) -> str | None:
    """The phrase with its values, None when it speaks of values that there are not."""
    from jinja2 import UndefinedError

    try:
        return _closed(_compiled(phrase.text).render(values))
    except UndefinedError:
        return None


def _closed(text: str) -> str:
    """The text without the spaces that an empty field leaves behind."""
    return re.sub(r" +(?=[,.])", "", re.sub(r" {2,}", " ", text)).strip(" ")


def fill_all(template: LetterTemplate, texts: Iterable[str], values: Mapping[str, object]) -> tuple[str, ...]:
    """The lines or paragraphs filled, those that came out empty left out. Raises TemplateProblem."""
    filled = (part.strip() for text in texts for part in fill(template, text, values).split(_PARAGRAPH))
    return tuple(paragraph for paragraph in filled if paragraph)


def french_spaces(text: str) -> str:
    """The text with no-break spaces where French sets them.

    Before `: ; ? ! » € %`, after `«` and `n°`, and inside `L. 441-10`.
    """
    text = re.sub(r"(?<=\S) (?=[:;?!»€%])", _NO_BREAK, text)
    return re.sub(r"(?<=«) |(?<=\bn°) |(?<=\b[LDR]\.) (?=\d)", _NO_BREAK, text)


@cache
def _compiled(text: str) -> Template:
    """The text ready to fill.

    A dossier made by somebody else may hold any text: the engine's sandbox keeps it from the program, and
    the few words allowed keep it from loops and from building a text without end.
    """
    from jinja2 import TemplateSyntaxError, nodes

    words = (
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If),
        *(nodes.Name, nodes.Const, nodes.And, nodes.Or, nodes.Not),
    )
    for node in _environment().parse(text).find_all(nodes.Node):
        agreement = isinstance(node, nodes.Call) and getattr(node.node, "name", "") == AGREEMENT
        own = isinstance(node, nodes.Name) and node.name == "self"  # the engine's own, not a field
        if own or (not agreement and type(node) not in words):
            raise TemplateSyntaxError("instruction inconnue", node.lineno)
    return _environment().from_string(text)


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=StrictUndefined, finalize=_clean, autoescape=False)


def _clean(value: object) -> object:
    """A value on one line that cannot be taken for the mark of bold words."""
    if not isinstance(value, str):
        return value
    if isinstance(value, Wording):
        return str(value)
    if isinstance(value, Paragraphs):
        return _PARAGRAPH.join(_on_one_line(line) for line in value.splitlines() if line.strip())
    return _on_one_line(value)


def _on_one_line(value: str) -> str:
    return re.sub(r"[ \t\r\n\v\f]+", " ", value).replace(BOLD, "* *")


def _head(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split("\n") if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _sections(body: str) -> dict[str, tuple[str, ...]]:
    sections: dict[str, tuple[str, ...]] = {}
    for name, text in re.findall(r"^# (\w+)\n(.*?)(?=^# |\Z)", body, re.DOTALL | re.MULTILINE):
        if name not in _SECTIONS:
            raise TemplateProblem(
                f"La partie «\u00a0{name}\u00a0» est inconnue dans ce modèle de lettre\u00a0; retirez-la."
            )
        blocks = (" ".join(block.split("\n")).strip() for block in re.split(r"\n\s*\n", text))
        sections[name] = tuple(block for block in blocks if block)
    return sections
